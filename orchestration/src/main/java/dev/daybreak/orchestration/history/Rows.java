package dev.daybreak.orchestration.history;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Reads values out of rows. */
final class Rows {
    private Rows() {}

    /** A run whose steps are not counted yet. */
    static RunRecord run(ResultSet row) throws SQLException {
        long intervalStart = row.getLong("interval_start");
        Optional<DataInterval> interval =
                row.wasNull() ? Optional.empty() : Optional.of(interval(intervalStart, row.getLong("interval_end")));
        return new RunRecord(
                row.getString("run_id"),
                row.getString("kind"),
                row.getString("words"),
                row.getString("requested_by"),
                RunState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                instant(row, "ended_at"),
                Optional.ofNullable(row.getString("pipeline")).filter(name -> !name.isEmpty()),
                interval,
                instant(row, "due_at"),
                row.getString("backfill_id"),
                Optional.ofNullable(row.getString("failure")),
                Map.of());
    }

    /** A step with how it stands among others. */
    static StepSituation situation(ResultSet row) throws SQLException {
        return new StepSituation(
                step(row),
                row.getString("pool"),
                row.getInt("weight"),
                row.getInt("priority"),
                row.getInt("tries"),
                row.getInt("deaths"),
                row.getInt("looks"),
                instant(row, "due_at"),
                instant(row, "begun_at"),
                instant(row, "first_look_at"));
    }

    static StepRecord step(ResultSet row) throws SQLException {
        List<List<Long>> partitions = JsonText.read(row.getString("partitions"), new TypeReference<>() {});
        return new StepRecord(
                row.getString("step_key"),
                row.getString("run_id"),
                AssetKey.parse(row.getString("asset")),
                partitions.stream()
                        .map(pair -> interval(pair.get(0), pair.get(1)))
                        .toList(),
                StepState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("words"),
                row.getLong("row_count"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                instant(row, "ended_at"),
                failure(row));
    }

    static AttemptRecord attempt(ResultSet row) throws SQLException {
        return new AttemptRecord(
                row.getLong("token"),
                row.getString("name"),
                row.getString("step_key"),
                row.getString("run_id"),
                AssetKey.parse(row.getString("asset")),
                AttemptState.valueOf(row.getString("state")),
                row.getString("host"),
                row.getLong("pid"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                instant(row, "ended_at"),
                row.getString("log_file"),
                failure(row));
    }

    static MaterializationRecord materialization(ResultSet row) throws SQLException {
        Map<String, Long> inputs = JsonText.read(row.getString("inputs"), new TypeReference<>() {});
        Map<AssetKey, Long> byAsset = new TreeMap<>();
        inputs.forEach((asset, snapshot) -> byAsset.put(AssetKey.parse(asset), snapshot));
        long snapshot = row.getLong("snapshot");
        return new MaterializationRecord(
                AssetKey.parse(row.getString("asset")),
                interval(row.getLong("interval_start"), row.getLong("interval_end")),
                row.getLong("token"),
                row.getString("run_id"),
                row.getString("step_key"),
                fingerprint(row.getString("parts")),
                row.getObject("snapshot") == null ? Optional.empty() : Optional.of(snapshot),
                byAsset,
                row.getLong("row_count"),
                Instant.ofEpochMilli(row.getLong("published_at")),
                undone(row));
    }

    private static Optional<Instant> undone(ResultSet row) throws SQLException {
        long at = row.getLong("undone_at");
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }

    static CheckRecord check(ResultSet row) throws SQLException {
        double share = row.getDouble("unexpected_share");
        return new CheckRecord(
                row.getLong("token"),
                row.getString("run_id"),
                AssetKey.parse(row.getString("asset")),
                interval(row.getLong("interval_start"), row.getLong("interval_end")),
                row.getString("expectation"),
                JsonText.read(row.getString("arguments"), new TypeReference<>() {}),
                CheckSpec.Severity.valueOf(row.getString("severity")),
                row.getBoolean("success"),
                JsonText.read(row.getString("observed")),
                row.getLong("evaluated"),
                row.getLong("unexpected"),
                row.getObject("unexpected_share") == null ? OptionalDouble.empty() : OptionalDouble.of(share),
                JsonText.read(row.getString("samples"), new TypeReference<>() {}),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("checked_at")));
    }

    static Fingerprint fingerprint(String parts) {
        return new Fingerprint(JsonText.read(parts, new TypeReference<TreeMap<String, String>>() {}));
    }

    static DataInterval interval(long start, long end) {
        return new DataInterval(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Failure> failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new Failure(
                        ErrorCode.valueOf(code),
                        row.getString("error_message"),
                        row.getString("error_place"),
                        row.getString("error_mend")));
    }
}
