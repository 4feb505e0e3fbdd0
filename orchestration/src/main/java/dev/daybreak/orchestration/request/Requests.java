package dev.daybreak.orchestration.request;

import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.TimeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Reads what somebody asks for on the command line or over HTTP. Thread-safe. */
public final class Requests {
    /** So many partitions of an asset can be asked for at a time. */
    public static final int MOST_PARTITIONS = 1_000_000;

    private final Graph graph;
    private final List<Pipeline> pipelines;
    private final Settings settings;
    private final UnaryOperator<String> naming;

    /** @param naming how messages call what somebody gives as {@code start}, {@code end} or {@code partition} */
    public Requests(Graph graph, List<Pipeline> pipelines, Settings settings, UnaryOperator<String> naming) {
        this.graph = graph;
        this.pipelines = List.copyOf(pipelines);
        this.settings = settings;
        this.naming = naming;
    }

    Graph graph() {
        return graph;
    }

    List<Pipeline> pipelines() {
        return pipelines;
    }

    Settings settings() {
        return settings;
    }

    String named(String parameter) {
        return naming.apply(parameter);
    }

    /**
     * The partitions of a range.
     *
     * @param selection terms of a selection; none is everything
     * @param start a date, or a date and time; null for the project's start
     * @param end likewise, exclusive; null for the project's end, or now
     * @throws DaybreakException WRONG_USE if one of the texts is no time, or the start is not before the end
     */
    public Request ofRange(List<String> selection, String start, String end) {
        return new Request(this, selection, range(start, end), new TreeSet<>());
    }

    /**
     * The interval of a run that covers a selection.
     *
     * @throws DaybreakException WRONG_USE as {@link #ofRange}, and as {@link Request#requireBounded}
     */
    public DataInterval interval(List<String> selection, String start, String end) {
        ofRange(selection, start, end).requireBounded();
        return range(start, end);
    }

    private DataInterval range(String start, String end) {
        Instant until = end != null ? instant("end", end) : settings.end().orElseGet(Instant::now);
        Instant from =
                start != null ? instant("start", start) : settings.start().orElse(until.minus(1, ChronoUnit.DAYS));
        if (!from.isBefore(until)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid range: its start " + from + " is not before its end " + until + ".",
                    "Give " + named("start") + " and " + named("end")
                            + " with the end after the start; the end itself is not included.");
        }
        return new DataInterval(from, until);
    }

    /**
     * The partitions that start at some times.
     *
     * @param texts at least one date, or date and time
     * @throws DaybreakException WRONG_USE if no partition of a selected asset starts at one of them
     */
    public Request ofPartitions(List<String> selection, List<String> texts) {
        SortedSet<Instant> starts = new TreeSet<>();
        DataInterval range = null;
        for (String text : texts) {
            Instant start = instant("partition", text);
            DataInterval partition = NamedPartition.longest(this, selection, text, start);
            range = range == null ? partition : range.span(partition);
            starts.add(start);
        }
        return new Request(this, selection, Objects.requireNonNull(range, "range"), starts);
    }

    private Instant instant(String parameter, String text) {
        return TimeText.parse(text, settings.zone())
                .filter(time -> DataInterval.ALL.contains(time))
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid " + named(parameter) + " '" + text + "'.",
                        "Give a date such as 2023-01-31, or a date and time such as 2023-01-31T06:00 (project's zone) or"
                                + " 2023-01-31T06:00:00Z."));
    }
}
