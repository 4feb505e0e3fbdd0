package dev.daybreak.cli.workspace;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.plan.Planner;
import dev.daybreak.project.plan.PublishedState;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.project.time.TimeText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which partitions a command line is about: a selection and a range, with the project's own range where none is given. */
public final class Request {
    private final Workspace workspace;
    private final List<String> selection;
    private final DataInterval range;

    /**
     * @param start a date, or a date and time; null for the project's start
     * @param end likewise, exclusive; null for the project's end, or now
     */
    public Request(Workspace workspace, List<String> selection, String start, String end) {
        this.workspace = workspace;
        this.selection = List.copyOf(selection);
        ZoneId zone = workspace.settings().zone();
        Instant until = end != null
                ? instant("--end", end, zone)
                : workspace.settings().end().orElseGet(Instant::now);
        Instant from = start != null
                ? instant("--start", start, zone)
                : workspace.settings().start().orElse(until.minus(1, ChronoUnit.DAYS));
        if (!from.isBefore(until)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid range: its start " + from + " is not before its end " + until + ".",
                    "Give --start and --end with the end after the start; the end itself is not included.");
        }
        this.range = new DataInterval(from, until);
    }

    private static Instant instant(String option, String text, ZoneId zone) {
        return TimeText.parse(text, zone)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid " + option + " '" + text + "'.",
                        "Give a date such as 2023-01-31, or a date and time such as 2023-01-31T06:00 (project's zone) or"
                                + " 2023-01-31T06:00:00Z."));
    }

    /** The partitions asked for. Selecting what is stale costs a plan of the whole project. */
    public Demand demand(PublishedState state) {
        Selection parsed = Selection.parse(selection, workspace.project().pipelines());
        Set<AssetKey> stale = selection.stream().anyMatch(text -> text.contains("stale")) ? stale(state) : Set.of();
        return demand(parsed.resolve(workspace.graph(), stale));
    }

    private Set<AssetKey> stale(PublishedState state) {
        Set<AssetKey> all = new HashSet<>();
        workspace.graph().nodes().forEach(node -> all.add(node.key()));
        return new Planner(workspace.graph()).stale(demand(all), state);
    }

    private Demand demand(Set<AssetKey> selected) {
        return Demand.of(
                workspace.graph(), selected, range, workspace.settings().start());
    }

    /** The request in words, for the history. */
    public Optional<String> words() {
        String names = selection.isEmpty() ? "everything" : String.join(" ", selection);
        return Optional.of(
                names + " for " + IntervalText.of(range, workspace.settings().zone()));
    }
}
