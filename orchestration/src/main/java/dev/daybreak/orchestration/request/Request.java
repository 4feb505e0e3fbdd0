package dev.daybreak.orchestration.request;

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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Which partitions somebody asks for: a selection and a range, with the project's own range where none is given. Immutable. */
public final class Request {
    private final Requests project;
    private final List<String> selection;
    private final DataInterval range;
    /** Empty if all of the range is meant. */
    private final SortedSet<Instant> starts;

    Request(Requests project, List<String> selection, DataInterval range, SortedSet<Instant> starts) {
        this.project = project;
        this.selection = List.copyOf(selection);
        this.range = range;
        this.starts = starts;
    }

    /**
     * The request as a backfill that workers can carry out. What is stale now is named, since it will not be stale when it is done.
     *
     * @throws DaybreakException NOT_FOUND if what is stale is asked for and nothing is
     */
    public BackfillRequest backfill(Choice.Only only, PublishedState state) {
        requireBounded();
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
                Selection.parse(selection, project.pipelines()).resolve(project.graph(), stale(state)).stream()
                        .map(AssetKey::toString)
                        .toList();
        if (names.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find anything stale in "
                            + IntervalText.of(range, project.settings().zone()) + ".",
                    "Nothing is to be done; 'daybreak plan' says how every partition stands.");
        }
        return names;
    }

    /**
     * Refuses what no process could hold, before anything of it is made.
     *
     * @throws DaybreakException WRONG_USE if it asks for more than {@link Requests#MOST_PARTITIONS} partitions of an asset, or the selection names
     *     what is not there
     */
    public void requireBounded() {
        Set<AssetKey> all = new HashSet<>();
        project.graph().nodes().forEach(node -> all.add(node.key()));
        Selection.parse(selection, project.pipelines())
                .resolve(project.graph(), all)
                .forEach(this::requireBounded);
    }

    private void requireBounded(AssetKey asset) {
        project.graph().node(asset).asset().timePartition().ifPresent(time -> {
            DataInterval first =
                    time.cadence().at(range.start(), project.graph().zone());
            long most = Duration.between(range.start(), range.end()).toSeconds()
                    / Duration.between(first.start(), first.end()).toSeconds();
            if (most > Requests.MOST_PARTITIONS) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Cannot ask for " + most / 1000 + " thousand partitions of asset '" + asset + "'; permitted: "
                                + Requests.MOST_PARTITIONS / 1000 + " thousand.",
                        "Ask for a shorter range.");
            }
        });
    }

    /** The partitions asked for. Selecting what is stale costs a plan of the whole project. */
    public Demand demand(PublishedState state) {
        requireBounded();
        Selection parsed = Selection.parse(selection, project.pipelines());
        Set<AssetKey> stale = isStaleAsked() ? stale(state) : Set.of();
        return demand(parsed.resolve(project.graph(), stale));
    }

    private Set<AssetKey> stale(PublishedState state) {
        Set<AssetKey> all = new HashSet<>();
        project.graph().nodes().forEach(node -> all.add(node.key()));
        return new Planner(project.graph()).stale(demand(all), state);
    }

    private Demand demand(Set<AssetKey> selected) {
        return Demand.of(project.graph(), selected, range, project.settings().start());
    }

    /** The request in words, for the history. */
    public Optional<String> words() {
        String names = selection.isEmpty() ? "everything" : String.join(" ", selection);
        ZoneId zone = project.settings().zone();
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
