package dev.daybreak.orchestration.freshness;

import dev.daybreak.orchestration.history.ExpectedEnds;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds out why a partition is not there. Thread-safe. */
final class Lateness {
    private final Graph graph;
    private final List<Pipeline> pipelines;
    private final ExpectedEnds expected;

    Lateness(Graph graph, List<Pipeline> pipelines, ExpectedEnds expected) {
        this.graph = graph;
        this.pipelines = List.copyOf(pipelines);
        this.expected = expected;
    }

    /**
     * Why a partition is not there.
     *
     * @param mend what to do; may be empty
     * @param expected when the run that is at it will end, as far as the past tells
     */
    record Reason(String why, String mend, Optional<Instant> expected) {
        Reason(String why, String mend) {
            this(why, mend, Optional.empty());
        }
    }

    private record LastStep(
            String run,
            StepState state,
            String reason,
            String words,
            Instant started,
            Optional<String> error,
            String mend) {}

    Reason of(Handle handle, AssetKey asset, DataInterval interval) {
        Optional<LastStep> last = lastStep(handle, asset, interval);
        Optional<Reason> atWork = last.filter(step -> !step.state().isFinal())
                .map(step -> open(handle, step))
                .or(() -> planned(handle, asset));
        if (atWork.isPresent()) {
            return atWork.get();
        }
        return last.filter(step -> step.state() != StepState.SUCCEEDED)
                .map(Lateness::over)
                .orElseGet(() -> neverTried(handle, asset, interval));
    }

    private static Optional<LastStep> lastStep(Handle handle, AssetKey asset, DataInterval interval) {
        return handle.createQuery(
                        """
                        SELECT run_id, state, reason, words, started_at, error_message, error_mend
                        FROM step
                        WHERE asset = :asset
                          AND interval_start <= :start
                          AND interval_end >= :end
                        ORDER BY started_at DESC, step_key DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .map((row, context) -> lastStep(row))
                .findOne();
    }

    private static LastStep lastStep(ResultSet row) throws SQLException {
        String mend = row.getString("error_mend");
        return new LastStep(
                row.getString("run_id"),
                StepState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("words"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Optional.ofNullable(row.getString("error_message")),
                mend == null ? "" : mend);
    }

    private Reason open(Handle handle, LastStep step) {
        Optional<Instant> end = expected.of(handle, step.run());
        if (step.state() == StepState.RUNNING) {
            return new Reason("run " + step.run() + " computes it", "", end);
        }
        if (step.state() == StepState.READY) {
            return new Reason(
                    "run " + step.run() + " waits for a worker",
                    "Start one: 'daybreak serve' or 'daybreak worker'.",
                    end);
        }
        return new Reason(
                "run " + step.run() + " "
                        + (step.words().startsWith("waits for") ? firstLine(step.words()) : "waits for its next try"),
                "",
                end);
    }

    /** A run that is to compute the asset and is not there yet. */
    private Optional<Reason> planned(Handle handle, AssetKey asset) {
        Optional<String> run = handle.createQuery(
                        """
                        SELECT a.run_id
                        FROM run_asset a
                        JOIN run r ON r.run_id = a.run_id
                        WHERE r.state = 'RUNNING'
                          AND a.asset = :asset
                          AND a.state IN ('WAITING', 'TO_PLAN')
                        ORDER BY a.run_id
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .mapTo(String.class)
                .findOne();
        return run.map(id -> new Reason(
                "run " + id + " waits for " + unfinishedInputs(handle, id, asset), "", expected.of(handle, id)));
    }

    private String unfinishedInputs(Handle handle, String run, AssetKey asset) {
        Set<AssetKey> inputs = graph.node(asset).upstream();
        String names = handle
                .createQuery(
                        """
                        SELECT asset
                        FROM run_asset
                        WHERE run_id = :run
                          AND state IN ('WAITING', 'TO_PLAN', 'PLANNED')
                        ORDER BY asset
                        """)
                .bind("run", run)
                .mapTo(String.class)
                .list()
                .stream()
                .filter(name -> inputs.contains(AssetKey.parse(name)))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "a worker that plans it" : names;
    }

    private static Reason over(LastStep step) {
        String rerun = "'daybreak rerun " + step.run() + "' does it again.";
        if (step.state() == StepState.FAILED) {
            String error = step.error().map(Lateness::firstLine).orElse("");
            return new Reason(
                    "it failed in run " + step.run() + ": " + error,
                    step.mend().isEmpty() ? rerun : step.mend() + " Then " + rerun);
        }
        String why = firstLine(step.words().isEmpty() ? step.reason() : step.words());
        return new Reason(
                "it was " + step.state() + " in run " + step.run() + (why.isEmpty() ? "" : ": " + why), rerun);
    }

    private Reason neverTried(Handle handle, AssetKey asset, DataInterval interval) {
        String what = interval.isAll() ? "no run has published it since" : "no run has tried it";
        List<Pipeline> covering =
                pipelines.stream().filter(pipeline -> covers(pipeline, asset)).toList();
        if (covering.isEmpty()) {
            return new Reason(
                    what + ", and no pipeline selects it",
                    "Add it to the selection of a pipeline, or " + byHand(asset, interval));
        }
        List<String> paused = handle.createQuery("SELECT name FROM pipeline WHERE paused_at IS NOT NULL")
                .mapTo(String.class)
                .list();
        Optional<Pipeline> isPaused = covering.stream()
                .filter(pipeline -> paused.contains(pipeline.name()))
                .findFirst();
        if (isPaused.isPresent()) {
            String name = isPaused.get().name();
            return new Reason(
                    what + ": pipeline '" + name + "' is paused", "Start it again: 'daybreak resume " + name + "'.");
        }
        if (covering.stream().noneMatch(Pipeline::enabled)) {
            String name = covering.get(0).name();
            return new Reason(
                    what + ": pipeline '" + name + "' is disabled",
                    "Say 'enabled: true' in pipelines/" + name + ".yaml.");
        }
        return new Reason(
                what, "See when its pipeline '" + covering.get(0).name() + "' runs, or " + byHand(asset, interval));
    }

    private String byHand(AssetKey asset, DataInterval interval) {
        String range =
                interval.isAll() ? "" : " --start " + local(interval.start()) + " --end " + local(interval.end());
        return "do it by hand: 'daybreak run +" + asset + range + "'.";
    }

    /** The project's zone, for people. */
    String zone() {
        return graph.zone().equals(ZoneOffset.UTC) ? "UTC" : graph.zone().toString();
    }

    /** A moment in that zone, for people and commands. */
    String local(Instant instant) {
        return instant.atZone(graph.zone()).toLocalDateTime().toString();
    }

    private boolean covers(Pipeline pipeline, AssetKey asset) {
        Set<AssetKey> all = new HashSet<>();
        graph.nodes().forEach(node -> all.add(node.key()));
        return Selection.parse(pipeline.selection(), pipelines)
                .resolve(graph, all)
                .contains(asset);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The name of a partition, for people. */
    String words(AssetKey asset, DataInterval interval) {
        return "'" + asset + "'" + (interval.isAll() ? "" : " for " + IntervalText.of(interval, graph.zone()));
    }
}
