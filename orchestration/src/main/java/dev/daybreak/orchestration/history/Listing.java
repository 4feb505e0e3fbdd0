package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists that may be long, page by page. A page begins after the last row of the page before, so that what is written meanwhile moves
 * nothing; no page costs more than another. Thread-safe.
 */
public final class Listing {
    private final Store store;

    public Listing(Store store) {
        this.store = store;
    }

    /**
     * Which runs are listed: those that fit all of what is there. Runs of backfills that wait are listed with their backfill only.
     *
     * @param kind as {@link RunRecord#kind} has it
     * @param by who asked, the whole name
     * @param since that they started at or after
     * @param until that they started before
     */
    public record RunFilter(
            Optional<String> pipeline,
            Optional<RunState> state,
            Optional<String> backfill,
            Optional<String> kind,
            Optional<String> by,
            Optional<Instant> since,
            Optional<Instant> until) {
        public static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty(), Optional.empty());

        /** Of every kind, whoever asked for them, and whenever. */
        public RunFilter(Optional<String> pipeline, Optional<RunState> state, Optional<String> backfill) {
            this(pipeline, state, backfill, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Where a list of runs goes on: after a run that started then. */
    public record RunPosition(Instant started, String id) {}

    /** Conditions that all must hold, with their values. */
    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new LinkedHashMap<>();

        Where and(String condition) {
            conditions.add(condition);
            return this;
        }

        Where and(String condition, String name, Object value) {
            values.put(name, value);
            return and(condition);
        }

        @Override
        public String toString() {
            return conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions);
        }

        Query bind(Query query, int most) {
            return query.bindMap(values).bind("most", most);
        }
    }

    /** Newest first. */
    public List<RunRecord> runs(RunFilter filter, Optional<RunPosition> after, int most) {
        Where where = new Where();
        filter.pipeline().ifPresent(name -> where.and("pipeline = :pipeline", "pipeline", name));
        filter.state().ifPresent(state -> where.and("state = :state", "state", state.name()));
        if (filter.backfill().isPresent()) {
            where.and("backfill_id = :backfill", "backfill", filter.backfill().get());
        } else {
            where.and("(backfill_id = '' OR state <> :queued)", "queued", RunState.QUEUED.name());
        }
        filter.kind().ifPresent(kind -> where.and("kind = :kind", "kind", kind));
        filter.by().ifPresent(name -> where.and("requested_by = :by", "by", name));
        filter.since().ifPresent(at -> where.and("started_at >= :since", "since", at.toEpochMilli()));
        filter.until().ifPresent(at -> where.and("started_at < :until", "until", at.toEpochMilli()));
        after.ifPresent(position -> where.and(
                        "(started_at < :at OR started_at = :at AND run_id < :id)",
                        "at",
                        position.started().toEpochMilli())
                .and("1 = 1", "id", position.id()));
        return store.jdbi()
                .withHandle(handle -> History.withSteps(
                        handle,
                        where.bind(
                                        handle.createQuery(
                                                """
                                                SELECT *
                                                FROM run
                                                WHERE %s
                                                ORDER BY started_at DESC, run_id DESC
                                                LIMIT :most
                                                """
                                                        .formatted(where)),
                                        most)
                                .map((row, context) -> Rows.run(row))
                                .list()));
    }

    /** The run of exactly that id. */
    public Optional<RunRecord> run(String id) {
        return store.jdbi().withHandle(handle -> History.withSteps(
                        handle,
                        handle.createQuery("SELECT * FROM run WHERE run_id = :id")
                                .bind("id", id)
                                .map((row, context) -> Rows.run(row))
                                .list())
                .stream()
                .findFirst());
    }

    /** The steps of a run by their keys. */
    public List<StepSituation> steps(
            String run, Optional<AssetKey> asset, Optional<StepState> state, Optional<String> after, int most) {
        Where where = new Where().and("run_id = :run", "run", run);
        asset.ifPresent(key -> where.and("asset = :asset", "asset", key.toString()));
        state.ifPresent(wanted -> where.and("state = :state", "state", wanted.name()));
        return steps(where, after, most);
    }

    /** The assets that a run is asked to do something about and whose steps are not known yet, since what they read comes first; by name. */
    public List<AssetKey> unplanned(String run) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT asset
                        FROM run_asset
                        WHERE run_id = :run
                          AND state IN ('WAITING', 'TO_PLAN')
                        ORDER BY asset
                        """)
                .bind("run", run)
                .map((row, context) -> AssetKey.parse(row.getString("asset")))
                .list());
    }

    /** Steps that wait for something outside, by their keys. */
    public List<StepSituation> sensors(Optional<String> after, int most) {
        return steps(new Where().and("state = 'WAITING'").and("looks > 0").and("words > ''"), after, most);
    }

    /** The steps of an asset that ended last, in any run, newest first. */
    public List<StepSituation> ended(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM step
                        WHERE asset = :asset
                          AND ended_at IS NOT NULL
                        ORDER BY ended_at DESC, step_key
                        LIMIT :most
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> Rows.situation(row))
                .list());
    }

    /** Steps that have slots of a pool. */
    public List<StepSituation> atWork(String pool, int most) {
        return ofPool("state = 'RUNNING'", pool, most);
    }

    /** Steps that could begin if a pool had slots for them, in the order in which they get them. */
    public List<StepSituation> ready(String pool, int most) {
        return ofPool("state = 'READY'", pool, most);
    }

    private List<StepSituation> ofPool(String condition, String pool, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM step
                        WHERE %s
                          AND pool = :pool
                        ORDER BY lane, priority DESC, turn, step_key
                        LIMIT :most
                        """
                                .formatted(condition))
                .bind("pool", pool)
                .bind("most", most)
                .map((row, context) -> Rows.situation(row))
                .list());
    }

    private List<StepSituation> steps(Where where, Optional<String> after, int most) {
        after.ifPresent(key -> where.and("step_key > :after", "after", key));
        return store.jdbi().withHandle(handle -> where.bind(
                        handle.createQuery(
                                """
                                        SELECT *
                                        FROM step
                                        WHERE %s
                                        ORDER BY step_key
                                        LIMIT :most
                                        """
                                        .formatted(where)),
                        most)
                .map((row, context) -> Rows.situation(row))
                .list());
    }

    /** The attempts of a run after a token, oldest first. */
    public List<AttemptRecord> attempts(String run, Optional<AssetKey> asset, long after, int most) {
        Where where = new Where().and("run_id = :run", "run", run).and("token > :after", "after", after);
        asset.ifPresent(key -> where.and("asset = :asset", "asset", key.toString()));
        return store.jdbi().withHandle(handle -> where.bind(
                        handle.createQuery(
                                """
                                        SELECT *
                                        FROM attempt
                                        WHERE %s
                                        ORDER BY token
                                        LIMIT :most
                                        """
                                        .formatted(where)),
                        most)
                .map((row, context) -> Rows.attempt(row))
                .list());
    }

    /** The attempt of exactly that name, which ends with its token. */
    public Optional<AttemptRecord> attempt(String name) {
        String token = name.substring(name.lastIndexOf('-') + 1);
        if (!token.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return store.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT * FROM attempt WHERE token = :token AND name = :name")
                        .bind("token", Long.parseLong(token))
                        .bind("name", name)
                        .map((row, context) -> Rows.attempt(row))
                        .findOne());
    }

    /** A check result with its place among those of its attempt. */
    public record NumberedCheck(CheckRecord check, int ordinal) {}

    /** What checks found in a run, in the order of attempts, after the result of an attempt at a place. */
    public List<NumberedCheck> checks(String run, long afterToken, int afterOrdinal, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM check_result
                        WHERE run_id = :run
                          AND (token > :token OR token = :token AND ordinal > :ordinal)
                        ORDER BY token, ordinal
                        LIMIT :most
                        """)
                .bind("run", run)
                .bind("token", afterToken)
                .bind("ordinal", afterOrdinal)
                .bind("most", most)
                .map((row, context) -> new NumberedCheck(Rows.check(row), row.getInt("ordinal")))
                .list());
    }

    /** What holds of the partitions of an asset after one of them: their newest materializations, oldest partition first. */
    public List<MaterializationRecord> published(AssetKey asset, Optional<DataInterval> after, int most) {
        Where where = new Where().and("m.asset = :asset", "asset", asset.toString());
        after.ifPresent(interval -> where.and(
                        "(m.interval_start, m.interval_end) > (:afterStart, :afterEnd)",
                        "afterStart",
                        interval.start().toEpochMilli())
                .and("1 = 1", "afterEnd", interval.end().toEpochMilli()));
        return store.jdbi().withHandle(handle -> where.bind(
                        handle.createQuery(
                                """
                                        SELECT m.*
                                        FROM materialization m
                                        WHERE %s
                                          AND m.token = (
                                              SELECT MAX(n.token)
                                              FROM materialization n
                                              WHERE n.asset = m.asset
                                                AND n.undone_at IS NULL
                                                AND n.interval_start = m.interval_start
                                                AND n.interval_end = m.interval_end)
                                        ORDER BY m.interval_start, m.interval_end
                                        LIMIT :most
                                        """
                                        .formatted(where)),
                        most)
                .map((row, context) -> Rows.materialization(row))
                .list());
    }

    /** What holds of the partitions of an asset that begin within a stretch of time, in short. */
    Map<DataInterval, PartitionListing.Held> held(AssetKey asset, DataInterval span, int most) {
        Map<DataInterval, PartitionListing.Held> held = new LinkedHashMap<>();
        // Of several for one partition the last one stays, which is the newest.
        store.jdbi().useHandle(handle -> handle.createQuery(
                        """
                                SELECT interval_start, interval_end, row_count, published_at
                                FROM materialization
                                WHERE asset = :asset
                                  AND undone_at IS NULL
                                  AND interval_start >= :start
                                  AND interval_start < :end
                                ORDER BY interval_start, interval_end, token
                                """)
                .bind("asset", asset.toString())
                .bind("start", span.start().toEpochMilli())
                .bind("end", span.end().toEpochMilli())
                .map((row, context) -> {
                    DataInterval interval = Rows.interval(row.getLong(1), row.getLong(2));
                    if (held.size() < most || held.containsKey(interval)) {
                        held.put(
                                interval,
                                new PartitionListing.Held(row.getLong(3), Instant.ofEpochMilli(row.getLong(4))));
                    }
                    return interval;
                })
                .list());
        return held;
    }
}
