package dev.daybreak.engine.spark;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.connect.SparkSession;

/**
 * A session on the server, set so that SQL means what it means on the embedded engine. Opening one costs the server more than a small
 * query, so one is used for several {@link ConnectSession}s in turn.
 *
 * @param url of the server
 * @param zone in which timestamps without a zone are compared with those that have one
 * @param status what the server said when it last refused a request
 * @param functions those that were made in it
 * @param tables the folder of tables that the server reads and writes; files that it wrote are moved to where they belong
 * @param memory tells whether Spark lacks it
 */
record Connection(
        String url,
        ZoneId zone,
        SparkSession spark,
        LastStatus status,
        SharedFunctions functions,
        Path tables,
        Memory memory) {
    static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("spark.sql.ansi.enabled", "true"),
            Map.entry("spark.sql.ansi.doubleQuotedIdentifiers", "true"),
            Map.entry("spark.sql.ansi.enforceReservedKeywords", "false"),
            Map.entry("spark.sql.caseSensitive", "false"),
            Map.entry("spark.sql.timestampType", "TIMESTAMP_NTZ"),
            Map.entry("spark.sql.decimalOperations.allowPrecisionLoss", "true"),
            Map.entry("spark.sql.parquet.fieldId.read.enabled", "true"),
            // Spark looks for the column of a filter by its name, which may be another column's in the file.
            Map.entry("spark.sql.parquet.filterPushdown", "false"),
            // Files are named one by one; their lengths are asked for by the session, not by tasks.
            Map.entry("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000"));

    private static final String OPEN = "open a session of Spark";

    /** @param settings beside those that decide what SQL means */
    static Connection open(String url, ZoneId zone, Map<String, String> settings, Path tables, Memory memory) {
        return new Call(OPEN, "", () -> {}, () -> "", memory).run(() -> {
            LastStatus status = new LastStatus();
            SparkSession.Builder builder = SparkSession.builder().remote(url).interceptor(status);
            SETTINGS.forEach(builder::config);
            settings.forEach(builder::config);
            IcebergFolder.settings(tables).forEach(builder::config);
            builder.config("spark.sql.session.timeZone", zoneName(zone));
            return new Connection(url, zone, builder.create(), status, new SharedFunctions(), tables, memory);
        });
    }

    private static String zoneName(ZoneId zone) {
        ZoneId normal = zone.normalized();
        return normal.equals(ZoneOffset.UTC) ? "UTC" : normal.getId();
    }

    /** What is readable in it, which at first is nothing. */
    Relations relations() {
        return new Relations(spark, zone, new PinnedTables(new IcebergFolder(tables, "pinned")));
    }

    /** How it writes. */
    StagedTables staged() {
        return new StagedTables(new IcebergFolder(tables, "staged"));
    }

    /** A call of this session, which is made from here on. */
    Call begin(String what, String sql) {
        Supplier<String> refusal = status::description;
        return new Call(what, sql, spark::interruptAll, refusal, memory);
    }

    /** Whether the server still has the session. */
    boolean isKnown() {
        try {
            return !spark.conf().get("spark.sql.session.timeZone").isEmpty();
        } catch (Exception e) {
            // Also checked ones, which Spark's methods, written in Scala, do not declare.
            return false;
        }
    }

    void close() {
        spark.close();
    }
}
