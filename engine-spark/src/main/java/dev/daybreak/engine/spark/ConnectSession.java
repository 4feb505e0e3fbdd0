package dev.daybreak.engine.spark;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import scala.runtime.BoxedUnit;

/** A session of the server's, with settings, temporary views and connection of its own. */
final class ConnectSession implements Session {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("spark.sql.ansi.enabled", "true"),
            Map.entry("spark.sql.ansi.doubleQuotedIdentifiers", "true"),
            Map.entry("spark.sql.ansi.enforceReservedKeywords", "false"),
            Map.entry("spark.sql.caseSensitive", "false"),
            Map.entry("spark.sql.timestampType", "TIMESTAMP_NTZ"),
            Map.entry("spark.sql.decimalOperations.allowPrecisionLoss", "true"),
            Map.entry("spark.sql.parquet.fieldId.read.enabled", "true"),
            // Spark looks for the column of a filter by its name, which may be another column's in the file.
            Map.entry("spark.sql.parquet.filterPushdown", "false"),
            // Files are packed: by their size alone, tables would be broadcast that take many times as much memory.
            Map.entry("spark.sql.sources.fileCompressionFactor", "4"),
            // Files are named one by one; their lengths are asked for by the session, not by tasks.
            Map.entry("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000"));

    private final SparkSession spark;
    private final LastStatus status;
    private final ZoneId zone;
    private final StagedTables tables;
    private final Consumer<ConnectSession> atClose;
    private final SharedFunctions functions = new SharedFunctions();
    private volatile Call call = Call.NONE;
    private ResultRows open;
    private volatile String lost = "";
    private volatile boolean closed;

    private ConnectSession(
            SparkSession spark, LastStatus status, ZoneId zone, StagedTables tables, Consumer<ConnectSession> atClose) {
        this.spark = spark;
        this.status = status;
        this.zone = zone;
        this.tables = tables;
        this.atClose = atClose;
    }

    /** @param folder where the server writes before files are moved to where they belong */
    static ConnectSession open(String url, ZoneId zone, Path folder, Consumer<ConnectSession> atClose) {
        StagedTables tables = new StagedTables(folder.resolve("writes"));
        return new Call("open a session of Spark", "", () -> {}, () -> "").run(() -> {
            LastStatus status = new LastStatus();
            SparkSession.Builder builder = SparkSession.builder().remote(url).interceptor(status);
            SETTINGS.forEach(builder::config);
            tables.settings().forEach(builder::config);
            builder.config("spark.sql.session.timeZone", zoneName(zone));
            return new ConnectSession(builder.create(), status, zone, tables, atClose);
        });
    }

    private static String zoneName(ZoneId zone) {
        ZoneId normal = zone.normalized();
        return normal.equals(ZoneOffset.UTC) ? "UTC" : normal.getId();
    }

    @Override
    public void register(String name, Relation relation) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "Invalid relation name '" + name + "': it must consist of letters, digits and underscores");
        }
        begin("make '" + name + "' readable", "").run(() -> {
            new RelationFrame(spark, relation, zone).frame().createOrReplaceTempView("`" + name + "`");
            return true;
        });
    }

    @Override
    public Schema describe(String sql) {
        Call reading = begin("read the query", sql);
        return describe(reading, frame(reading, sql)).schema();
    }

    @Override
    public Rows query(String sql) {
        Call running = begin("run the query", sql);
        Dataset<Row> frame = frame(running, sql);
        open = rows(running, frame, describe(running, frame));
        return open;
    }

    private static QueryColumns describe(Call call, Dataset<Row> frame) {
        return QueryColumns.of(call.run(frame::schema));
    }

    static ResultRows rows(Call call, Dataset<Row> frame, QueryColumns columns) {
        return new ResultRows(call, columns.schema(), call.run(() -> frame.as(RowEncoders.of(columns.spark()))
                .collectResult()));
    }

    /** The query as the server will parse it; it is not sent yet. */
    private Dataset<Row> frame(Call call, String sql) {
        functions.before(sql).forEach(statement -> call.run(() -> spark.sql(statement)));
        return spark.newDataFrame(relation -> {
            relation.getSqlBuilder().setQuery(StandardTypes.inSpark(sql));
            return BoxedUnit.UNIT;
        });
    }

    @Override
    public void execute(String sql) {
        begin("run the statement", sql).run(() -> spark.sql(StandardTypes.inSpark(sql)));
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        Call writing = begin("write '" + spec.prefix() + "'", sql);
        Dataset<Row> frame = frame(writing, sql);
        return new Write(writing, spark, tables, frame, describe(writing, frame), spec).run();
    }

    @Override
    public void cancel() {
        if (lost.isEmpty()) {
            call.cancel();
        }
    }

    private Call begin(String what, String sql) {
        if (closed) {
            throw new IllegalStateException("Cannot " + what + ": the session is closed.");
        }
        closeRows();
        Call begun = new Call(what, sql, spark::interruptAll, status::description);
        call = begun;
        if (!lost.isEmpty()) {
            begun.lose(lost);
        }
        return begun;
    }

    /** Fails what the session does, now and later: its server has ended. From any thread. */
    void lose(int status) {
        lost = "the server of Spark has ended, with status " + status;
        call.lose(lost);
    }

    private void closeRows() {
        if (open != null && lost.isEmpty()) {
            open.close();
        }
        open = null;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        atClose.accept(this);
        if (lost.isEmpty()) {
            closeRows();
            spark.close();
        }
    }
}
