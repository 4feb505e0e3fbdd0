package dev.daybreak.orchestration.history;

import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What checks found over time, in all runs. Thread-safe. */
public final class CheckHistory {
    private static final long STRETCH_MILLIS = 15 * 60 * 1_000;

    private final Store store;

    public CheckHistory(Store store) {
        this.store = store;
    }

    /** What became of a check. */
    public enum Outcome {
        PASSED("success = TRUE"),
        /** It did not hold, and that was only recorded. */
        WARNED("success = FALSE AND severity = 'WARN'"),
        /** It did not hold, and nothing of the partition was published. */
        FAILED("success = FALSE AND severity = 'BLOCK'");

        private final String condition;

        Outcome(String condition) {
            this.condition = condition;
        }

        public static Outcome of(boolean success, CheckSpec.Severity severity) {
            if (success) {
                return PASSED;
            }
            return severity == CheckSpec.Severity.WARN ? WARNED : FAILED;
        }
    }

    /** Which results are asked for: those that fit all of what is there. */
    public record Filter(Optional<AssetKey> asset, Optional<Outcome> outcome, Optional<CheckSpec.Severity> severity) {
        private String where() {
            return asset.map(key -> "asset = :asset").orElse("1 = 1")
                    + outcome.map(found -> " AND " + found.condition).orElse("")
                    + severity.map(found -> " AND severity = :severity").orElse("");
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new HashMap<>();
            asset.ifPresent(key -> values.put("asset", key.toString()));
            severity.ifPresent(found -> values.put("severity", found.name()));
            return values;
        }
    }

    /** Where a list of results goes on: after the result of an attempt at a place. */
    public record Position(long token, int ordinal) {}

    /** Newest attempt first, and of an attempt the last check first. */
    public List<Listing.NumberedCheck> results(Filter filter, Optional<Position> after, int most) {
        String from = after.isPresent() ? " AND token <= :token AND (token < :token OR ordinal < :ordinal)" : "";
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT *
                        FROM check_result
                        WHERE %s%s
                        ORDER BY token DESC, ordinal DESC
                        LIMIT :most
                        """
                                .formatted(filter.where(), from))
                .bindMap(filter.values())
                .bindMap(after.<Map<String, Object>>map(
                                position -> Map.of("token", position.token(), "ordinal", position.ordinal()))
                        .orElse(Map.of()))
                .bind("most", most)
                .map((row, context) -> new Listing.NumberedCheck(Rows.check(row), row.getInt("ordinal")))
                .list());
    }

    /** A check as its outcomes are told apart: the same words with other arguments are another one. */
    public record Check(AssetKey asset, String expectation, String arguments, CheckSpec.Severity severity) {}

    /** What became of a check on one partition, in short. */
    public record Found(Check check, DataInterval interval, Outcome outcome, Instant checked) {}

    /** The latest of an asset, newest attempt first, and of an attempt the last check of the last partition first. */
    public List<Found> latest(AssetKey asset, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT expectation, arguments, severity, success, interval_start, interval_end, checked_at
                        FROM check_result
                        WHERE asset = :asset
                        ORDER BY token DESC, ordinal DESC
                        LIMIT :most
                        """)
                .bind("asset", asset.toString())
                .bind("most", most)
                .map((row, context) -> {
                    CheckSpec.Severity severity = CheckSpec.Severity.valueOf(row.getString("severity"));
                    return new Found(
                            new Check(asset, row.getString("expectation"), row.getString("arguments"), severity),
                            Rows.interval(row.getLong("interval_start"), row.getLong("interval_end")),
                            Outcome.of(row.getBoolean("success"), severity),
                            Instant.ofEpochMilli(row.getLong("checked_at")));
                })
                .list());
    }

    /** By which time outcomes are put together. */
    public enum By {
        /** When they were found. */
        CHECKED("checked_at"),
        /** Where the data begins that they are about. */
        DATA("interval_start");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /** How many outcomes a check had in the quarter of an hour that begins at a time. */
    public record Tally(Check check, Instant from, long passed, long unfit) {}

    /** Of the latest results, the newest {@code most} of them. */
    public List<Tally> tallies(Filter filter, By by, int most) {
        return store.jdbi().withHandle(handle -> handle.createQuery(
                        """
                        SELECT asset, expectation, arguments, severity, stretch,
                               SUM(CASE WHEN success THEN 1 ELSE 0 END) AS passed, COUNT(*) AS found
                        FROM (
                            SELECT asset, expectation, arguments, severity, success, %s / %d AS stretch
                            FROM check_result
                            WHERE %s
                            ORDER BY token DESC, ordinal DESC
                            LIMIT :most) latest
                        GROUP BY asset, expectation, arguments, severity, stretch
                        ORDER BY asset, expectation, arguments, severity, stretch
                        """
                                .formatted(by.column, STRETCH_MILLIS, filter.where()))
                .bindMap(filter.values())
                .bind("most", most)
                .map((row, context) -> new Tally(
                        new Check(
                                AssetKey.parse(row.getString("asset")),
                                row.getString("expectation"),
                                row.getString("arguments"),
                                CheckSpec.Severity.valueOf(row.getString("severity"))),
                        Instant.ofEpochMilli(row.getLong("stretch") * STRETCH_MILLIS),
                        row.getLong("passed"),
                        row.getLong("found") - row.getLong("passed")))
                .list());
    }

    /** The names of some attempts, by their tokens. */
    public Map<Long, String> attempts(Set<Long> tokens) {
        Map<Long, String> names = new HashMap<>();
        if (!tokens.isEmpty()) {
            store.jdbi()
                    .useHandle(handle -> handle.createQuery("SELECT token, name FROM attempt WHERE token IN (<tokens>)")
                            .bindList("tokens", List.copyOf(tokens))
                            .map((row, context) -> names.put(row.getLong("token"), row.getString("name")))
                            .list());
        }
        return names;
    }

    /** The assets that some runs did not do since what these read failed or was not there, by run. */
    public Map<String, Set<AssetKey>> skipped(Set<String> runs) {
        Map<String, Set<AssetKey>> skipped = new LinkedHashMap<>();
        if (!runs.isEmpty()) {
            store.jdbi().useHandle(handle -> handle.createQuery(
                            """
                                    SELECT DISTINCT run_id, asset
                                    FROM step
                                    WHERE run_id IN (<runs>)
                                      AND state = :skipped
                                    """)
                    .bindList("runs", List.copyOf(runs))
                    .bind("skipped", StepState.SKIPPED.name())
                    .map((row, context) -> skipped.computeIfAbsent(row.getString("run_id"), run -> new TreeSet<>())
                            .add(AssetKey.parse(row.getString("asset"))))
                    .list());
        }
        return skipped;
    }
}
