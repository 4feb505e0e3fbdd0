package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What was run, tried, found and published: questions for the command line and the pages. Thread-safe. */
public final class History {
    private final Store store;

    public History(Store store) {
        this.store = store;
    }

    /** The latest runs, newest first; without those of backfills that still wait. */
    public List<RunRecord> runs(int most) {
        return store.jdbi()
                .withHandle(handle -> withSteps(
                        handle,
                        handle.createQuery(
                                        """
                                        SELECT *
                                        FROM run
                                        WHERE backfill_id = ''
                                           OR state <> :queued
                                        ORDER BY started_at DESC, run_id DESC
                                        LIMIT :most
                                        """)
                                .bind("queued", RunState.QUEUED.name())
                                .bind("most", most)
                                .map((row, context) -> Rows.run(row))
                                .list()));
    }

    /**
     * A run by its id, or by the beginning or the end of it if that fits one run only.
     *
     * @throws DaybreakException with {@code NOT_FOUND} if none or several fit
     */
    public RunRecord run(String idOrPart) {
        List<RunRecord> found = store.jdbi()
                .withHandle(handle -> withSteps(
                        handle,
                        handle.createQuery(
                                        """
                        SELECT *
                        FROM run
                        WHERE run_id = :id
                           OR substr(run_id, 1, :length) = :id
                           OR substr(run_id, length(run_id) - :length + 1) = :id
                        ORDER BY started_at DESC, run_id DESC
                        """)
                                .bind("id", idOrPart)
                                .bind("length", idOrPart.length())
                                .map((row, context) -> Rows.run(row))
                                .list()));
        return found.stream()
                .filter(run -> run.id().equals(idOrPart) || found.size() == 1)
                .findFirst()
                .orElseThrow(() -> notOne(idOrPart, found));
    }

    private static DaybreakException notOne(String part, List<RunRecord> found) {
        String why = found.isEmpty()
                ? "there is none"
                : found.size() + " fit: "
                        + String.join(
                                ", ", found.stream().limit(5).map(RunRecord::id).toList());
        return new DaybreakException(
                ErrorCode.NOT_FOUND,
                "Cannot find a run '" + part + "': " + why + ".",
                "See 'daybreak history' for the ids of runs.");
    }

    /** The steps of a run in the order in which they were begun. */
    public List<StepRecord> steps(String run) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM step
                        WHERE run_id = :run
                        ORDER BY started_at, asset, interval_start
                        """)
                .bind("run", run)
                .map((row, context) -> Rows.step(row))
                .list());
    }

    /** The attempts of a run, oldest first. */
    public List<AttemptRecord> attempts(String run) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM attempt
                        WHERE run_id = :run
                        ORDER BY token
                        """)
                .bind("run", run)
                .map((row, context) -> Rows.attempt(row))
                .list());
    }

    /** The latest attempts of an asset in any run, newest first. */
    public List<AttemptRecord> attempts(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM attempt
                        WHERE asset = :asset
                        ORDER BY token DESC
                        LIMIT :most
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> Rows.attempt(row))
                .list());
    }

    /** What holds now: the newest materialization of every partition of an asset, oldest partition first. */
    public List<MaterializationRecord> published(AssetKey asset) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT m.*
                        FROM materialization m
                        WHERE m.asset = :asset
                          AND m.token = (
                              SELECT MAX(n.token)
                              FROM materialization n
                              WHERE n.asset = m.asset
                                AND n.undone_at IS NULL
                                AND n.interval_start = m.interval_start
                                AND n.interval_end = m.interval_end)
                        ORDER BY m.interval_start, m.interval_end
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> Rows.materialization(row))
                .list());
    }

    /** The partitions of an asset of which a materialization does not count any more, whether or not another one does. */
    public Set<DataInterval> takenBack(AssetKey asset) {
        return Set.copyOf(store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT DISTINCT interval_start, interval_end
                        FROM materialization
                        WHERE asset = :asset AND undone_at IS NOT NULL
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> Rows.interval(row.getLong("interval_start"), row.getLong("interval_end")))
                .list()));
    }

    /** The snapshots that the newest materialization of a partition has read, by asset; empty if it was never published. */
    public Optional<Map<AssetKey, Long>> inputs(AssetKey asset, DataInterval interval) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM materialization
                        WHERE asset = :asset AND interval_start = :start AND interval_end = :end AND undone_at IS NULL
                        ORDER BY token DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .bind("start", interval.start().toEpochMilli())
                .bind("end", interval.end().toEpochMilli())
                .map((row, context) -> Rows.materialization(row).inputs())
                .findOne());
    }

    /**
     * What the newest materialization of a partition was published with, and by which token.
     */
    public record Publication(DataInterval interval, long token, Fingerprint fingerprint) {}

    /** As {@link #published}, with what planning asks for: an asset may have a hundred thousand partitions. */
    public List<Publication> publications(AssetKey asset) {
        Map<String, Fingerprint> known = new HashMap<>();
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT m.interval_start, m.interval_end, m.token, m.parts
                        FROM materialization m
                        WHERE m.asset = :asset
                          AND m.token = (
                              SELECT MAX(n.token)
                              FROM materialization n
                              WHERE n.asset = m.asset
                                AND n.undone_at IS NULL
                                AND n.interval_start = m.interval_start
                                AND n.interval_end = m.interval_end)
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> new Publication(
                        Rows.interval(row.getLong(1), row.getLong(2)),
                        row.getLong(3),
                        known.computeIfAbsent(row.getString(4), Rows::fingerprint)))
                .list());
    }

    /** All materializations of an asset, newest first. */
    public List<MaterializationRecord> materializations(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM materialization
                        WHERE asset = :asset
                        ORDER BY token DESC, interval_start DESC
                        LIMIT :most
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> Rows.materialization(row))
                .list());
    }

    /** The partitions of an asset that the last step with an outcome failed for: it did not publish them, nor did any after it. */
    public Set<DataInterval> failed(AssetKey asset) {
        return failed(asset, DataInterval.ALL);
    }

    /** The same of those that touch a stretch of time. */
    public Set<DataInterval> failed(AssetKey asset, DataInterval span) {
        return store.jdbi().withHandle(handle -> new FailedPartitions(handle, asset, span).find());
    }

    /** The partitions of an asset that a run tried or was to try and did not bring up to date, each with what became of it. */
    public Map<DataInterval, Undone> undone(String run, AssetKey asset) {
        List<StepRecord> steps = store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM step
                        WHERE run_id = :run
                          AND asset = :asset
                          AND state IN (<undone>)
                        """)
                .bind("run", run)
                .bind("asset", asset.toString())
                .bindList(
                        "undone",
                        List.of(
                                StepState.FAILED.name(),
                                StepState.SKIPPED.name(),
                                StepState.OMITTED.name(),
                                StepState.CANCELLED.name()))
                .map((row, context) -> Rows.step(row))
                .list());
        Map<DataInterval, Undone> undone = new HashMap<>();
        for (StepRecord step : steps) {
            step.partitions().forEach(partition -> undone.put(partition, new Undone(step.state())));
        }
        if (steps.stream().anyMatch(step -> step.state() == StepState.FAILED && step.rows() > 0)) {
            // A step fails as a whole if checks refuse some of its partitions; the others it has published.
            published(asset).stream()
                    .filter(found -> found.run().equals(run))
                    .forEach(found -> undone.remove(found.interval()));
        }
        return undone;
    }

    /** The partitions of an asset for which a step of a run succeeded, or was marked so by hand. */
    public Set<DataInterval> succeeded(String run, AssetKey asset) {
        return steps(run).stream()
                .filter(step -> step.asset().equals(asset) && step.state() == StepState.SUCCEEDED)
                .flatMap(step -> step.partitions().stream())
                .collect(Collectors.toSet());
    }

    /** What checks found in a run, in the order of attempts. */
    public List<CheckRecord> checks(String run) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM check_result
                        WHERE run_id = :run
                        ORDER BY token, ordinal
                        """)
                .bind("run", run)
                .map((row, context) -> Rows.check(row))
                .list());
    }

    /** What checks found on an asset, newest attempt first. */
    public List<CheckRecord> checks(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM check_result
                        WHERE asset = :asset
                        ORDER BY token DESC, ordinal
                        LIMIT :most
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> Rows.check(row))
                .list());
    }

    /** Counts the steps of all the runs at once. */
    static List<RunRecord> withSteps(Handle handle, List<RunRecord> runs) {
        if (runs.isEmpty()) {
            return runs;
        }
        Map<String, Map<StepState, Integer>> steps = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT run_id, state, COUNT(*) AS steps
                        FROM step
                        WHERE run_id IN (<runs>)
                        GROUP BY run_id, state
                        """)
                .bindList("runs", runs.stream().map(RunRecord::id).toList())
                .map((row, context) -> steps.computeIfAbsent(
                                row.getString("run_id"), run -> new EnumMap<>(StepState.class))
                        .put(StepState.valueOf(row.getString("state")), row.getInt("steps")))
                .list();
        return runs.stream()
                .map(run -> run.withSteps(steps.getOrDefault(run.id(), Map.of())))
                .toList();
    }
}
