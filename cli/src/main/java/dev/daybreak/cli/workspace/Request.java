package dev.daybreak.cli.workspace;

import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.run.Choice;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which partitions a command line is about: a selection and a range, with the project's own range where none is given. */
public final class Request {
    private final Workspace workspace;
    private final List<String> selection;
    private final DataInterval range;
    /** Empty if all of the range is meant. */
    private final SortedSet<Instant> starts;

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
        this.starts = new TreeSet<>();
    }

    private Request(Workspace workspace, List<String> selection, DataInterval range, SortedSet<Instant> starts) {
        this.workspace = workspace;
        this.selection = List.copyOf(selection);
        this.range = range;
        this.starts = starts;
    }

    /**
     * The partitions that start at some times.
     *
     * @param texts at least one date, or date and time
     * @throws DaybreakException WRONG_USE if no partition of a selected asset starts at one of them
     */
    public static Request ofPartitions(Workspace workspace, List<String> selection, List<String> texts) {
        ZoneId zone = workspace.settings().zone();
        SortedSet<Instant> starts = new TreeSet<>();
        DataInterval range = null;
        for (String text : texts) {
            Instant start = instant("--partition", text, zone);
            DataInterval partition = NamedPartition.longest(workspace, selection, text, start);
            range = range == null ? partition : range.span(partition);
            starts.add(start);
        }
        return new Request(workspace, selection, Objects.requireNonNull(range, "range"), starts);
    }

    /**
     * The request as a backfill that workers can carry out. What is stale now is named, since it will not be stale when it is done.
     *
     * @throws DaybreakException NOT_FOUND if what is stale is asked for and nothing is
     */
    public BackfillRequest backfill(Choice.Only only, PublishedState state) {
        List<String> names = isStaleAsked() ? staleNames(state) : selection;
        String choice =
                switch (only) {
                    case NEEDED -> "";
                    case MISSING -> ", only what is missing";
                    case FAILED -> ", only what failed";
                    case ALL -> ", all of it again";
                };
        return new BackfillRequest(names, range, starts, only, words().orElse("") + choice);
    }

    private boolean isStaleAsked() {
        return selection.stream().anyMatch(text -> text.contains("stale"));
    }

    private List<String> staleNames(PublishedState state) {
        List<String> names =
                Selection.parse(selection, workspace.project().pipelines())
                        .resolve(workspace.graph(), stale(state))
                        .stream()
                        .map(AssetKey::toString)
                        .toList();
        if (names.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find anything stale in "
                            + IntervalText.of(range, workspace.settings().zone()) + ".",
                    "Nothing is to be done; 'daybreak plan' says how every partition stands.");
        }
        return names;
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
        Set<AssetKey> stale = isStaleAsked() ? stale(state) : Set.of();
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
        ZoneId zone = workspace.settings().zone();
        if (starts.isEmpty()) {
            return Optional.of(names + " for " + IntervalText.of(range, zone));
        }
        List<String> times = starts.stream().map(start -> text(start, zone)).toList();
        return Optional.of(names + " for " + String.join(", ", times));
    }

    private static String text(Instant start, ZoneId zone) {
        String text = start.atZone(zone).toLocalDateTime().toString();
        return text.endsWith("T00:00") ? text.substring(0, text.length() - "T00:00".length()) : text;
    }
}
