package dev.daybreak.models.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.project.time.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** The registry's SQL. */
final class RegistryRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Metric>> METRICS = new TypeReference<>() {};

    private RegistryRows() {}

    /** Makes the transaction a writing one from its first statement on, so that what it reads next cannot change under it. */
    static void lock(Handle handle) {
        handle.execute("UPDATE model_alias SET version = version WHERE name = ''");
    }

    static List<String> names(Handle handle) {
        return handle.createQuery("SELECT DISTINCT name FROM model_version ORDER BY name")
                .mapTo(String.class)
                .list();
    }

    static List<ModelVersion> versions(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM model_version WHERE name = :name ORDER BY version DESC")
                .bind("name", name)
                .map((row, context) -> version(row))
                .list();
    }

    static Optional<ModelVersion> version(Handle handle, String name, int version) {
        return handle.createQuery("SELECT * FROM model_version WHERE name = :name AND version = :version")
                .bind("name", name)
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    static Optional<ModelVersion> ofStep(Handle handle, String step) {
        return handle.createQuery("SELECT * FROM model_version WHERE step = :step")
                .bind("step", step)
                .map((row, context) -> version(row))
                .findOne();
    }

    static int last(Handle handle, String name) {
        return handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM model_version WHERE name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .one();
    }

    static OptionalInt alias(Handle handle, String name) {
        return handle.createQuery("SELECT version FROM model_alias WHERE name = :name AND alias = :alias")
                .bind("name", name)
                .bind("alias", Registry.PRODUCTION)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    static ModelVersion insert(Handle handle, NewVersion fresh, int number, String artifact, long nowMillis) {
        handle.createUpdate(
                        """
                        INSERT INTO model_version (name, version, artifact, sha256, metrics, outcome, reason,
                            trained_start, trained_end, source_table, snapshot, run, step, created_at)
                        VALUES (:name, :version, :artifact, :sha256, :metrics, :outcome, :reason,
                            :start, :end, :table, :snapshot, :run, :step, :created)
                        """)
                .bind("name", fresh.name())
                .bind("version", number)
                .bind("artifact", artifact)
                .bind("sha256", fresh.sha256())
                .bind("metrics", json(fresh.metrics()))
                .bind("outcome", fresh.outcome().text())
                .bind("reason", fresh.reason())
                .bind("start", fresh.interval().start().toEpochMilli())
                .bind("end", fresh.interval().end().toEpochMilli())
                .bind("table", fresh.table())
                .bind("snapshot", fresh.snapshot())
                .bind("run", fresh.run())
                .bind("step", fresh.step())
                .bind("created", nowMillis)
                .execute();
        return version(handle, fresh.name(), number).orElseThrow();
    }

    static void move(Handle handle, Promotion promotion) {
        handle.createUpdate(
                        """
                        INSERT INTO model_alias (name, alias, version) VALUES (:name, :alias, :version)
                        ON CONFLICT (name, alias) DO UPDATE SET version = excluded.version
                        """)
                .bind("name", promotion.name())
                .bind("alias", Registry.PRODUCTION)
                .bind("version", promotion.to())
                .execute();
        handle.createUpdate(
                        """
                        INSERT INTO promotion_log (position, name, alias, kind, from_version, to_version, who, why, moved_at)
                        SELECT COALESCE(MAX(position), 0) + 1, :name, :alias, :kind, :from, :to, :who, :why, :at
                        FROM promotion_log
                        """)
                .bind("name", promotion.name())
                .bind("alias", Registry.PRODUCTION)
                .bind("kind", promotion.kind().name().toLowerCase(Locale.ROOT))
                .bind(
                        "from",
                        promotion.from().isPresent()
                                ? (Integer) promotion.from().getAsInt()
                                : null)
                .bind("to", promotion.to())
                .bind("who", promotion.who())
                .bind("why", promotion.why())
                .bind("at", promotion.at().toEpochMilli())
                .execute();
    }

    static List<Promotion> log(Handle handle, String name) {
        return handle.createQuery(
                        "SELECT * FROM promotion_log WHERE name = :name AND alias = :alias ORDER BY position DESC")
                .bind("name", name)
                .bind("alias", Registry.PRODUCTION)
                .map((row, context) -> promotion(row))
                .list();
    }

    static Optional<Promotion> lastMove(Handle handle, String name) {
        return handle.createQuery(
                        """
                        SELECT *
                        FROM promotion_log
                        WHERE name = :name
                          AND alias = :alias
                        ORDER BY position DESC
                        LIMIT 1
                        """)
                .bind("name", name)
                .bind("alias", Registry.PRODUCTION)
                .map((row, context) -> promotion(row))
                .findOne();
    }

    private static Promotion promotion(ResultSet row) throws SQLException {
        int number = row.getInt("from_version");
        OptionalInt from = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
        return new Promotion(
                row.getString("name"),
                Promotion.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                from,
                row.getInt("to_version"),
                row.getString("who"),
                row.getString("why"),
                Instant.ofEpochMilli(row.getLong("moved_at")));
    }

    private static ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                row.getString("name"),
                row.getInt("version"),
                row.getString("artifact"),
                row.getString("sha256"),
                metrics(row.getString("metrics")),
                Outcome.of(row.getString("outcome")),
                row.getString("reason"),
                new DataInterval(
                        Instant.ofEpochMilli(row.getLong("trained_start")),
                        Instant.ofEpochMilli(row.getLong("trained_end"))),
                row.getString("source_table"),
                row.getLong("snapshot"),
                row.getString("run"),
                row.getString("step"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static String json(Map<String, Metric> metrics) {
        try {
            return JSON.writeValueAsString(metrics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Metric> metrics(String json) {
        try {
            return JSON.readValue(json, METRICS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The registry's metrics cannot be read: " + json, e);
        }
    }
}
