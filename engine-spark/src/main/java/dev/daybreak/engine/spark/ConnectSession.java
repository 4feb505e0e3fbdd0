package dev.daybreak.engine.spark;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import scala.runtime.BoxedUnit;

/** A session on a connection, which is its own until it is closed. */
final class ConnectSession implements Session {
    private final Connection connection;
    private final SparkSession spark;
    private final Owner owner;
    private final Relations relations;
    private volatile Call call = Call.NONE;
    private ResultRows open;
    private volatile String lost = "";
    private volatile boolean closed;
    private volatile boolean reusable = true;

    /** Whoever opened the session. */
    interface Owner {
        /** The session is closed; its connection is as it was before. */
        void giveBack(ConnectSession session, Connection connection);

        /** The session is closed, and its connection with it. */
        void giveUp(ConnectSession session);
    }

    ConnectSession(Connection connection, Owner owner) {
        this.connection = connection;
        this.spark = connection.spark();
        this.owner = owner;
        this.relations = connection.relations();
    }

    Connection connection() {
        return connection;
    }

    @Override
    public boolean isDistributed() {
        return true;
    }

    @Override
    public boolean reads(Relation.Origin origin) {
        return Files.exists(origin.metadata());
    }

    @Override
    public void register(String name, Relation relation) {
        registering(name).run(() -> relations.register(name, relation));
    }

    @Override
    public void register(String name, Relation relation, Salting salting) {
        registering(name).run(() -> relations.register(name, relation, salting));
    }

    @Override
    public void register(String name, Relation relation, String fileColumn) {
        registering(name).run(() -> relations.register(name, relation, fileColumn));
    }

    @Override
    public void define(String name, String sql) {
        Call defining = begin("make '" + checked(name) + "' readable", sql);
        Dataset<Row> frame = frame(defining, sql);
        defining.run(() -> relations.define(name, frame));
    }

    private Call registering(String name) {
        return begin("make '" + checked(name) + "' readable", "");
    }

    private static String checked(String name) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "Invalid relation name '" + name + "': it must consist of letters, digits and underscores");
        }
        return name;
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
        connection.functions().before(sql).forEach(statement -> call.run(() -> spark.sql(statement)));
        return spark.newDataFrame(relation -> {
            relation.getSqlBuilder().setQuery(StandardTypes.inSpark(sql));
            return BoxedUnit.UNIT;
        });
    }

    @Override
    public QueryPlan explain(String sql) {
        Call explaining = begin("explain the query", sql);
        describe(explaining, frame(explaining, sql));
        String text = explaining
                .run(() -> spark.sql("EXPLAIN FORMATTED " + StandardTypes.inSpark(sql)))
                .collectAsList()
                .get(0)
                .getString(0);
        return PlanReader.plan(text);
    }

    @Override
    public void execute(String sql) {
        // What a statement leaves in the session cannot be told.
        reusable = false;
        begin("run the statement", sql).run(() -> spark.sql(StandardTypes.inSpark(sql)));
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        Call writing = begin("write the rows", sql);
        Dataset<Row> frame = frame(writing, sql);
        return new Write(writing, spark, connection.staged(), frame, describe(writing, frame), spec).run();
    }

    @Override
    public void cancel() {
        // An interrupt that is on its way could meet the next who uses the connection.
        reusable = false;
        if (lost.isEmpty()) {
            call.cancel();
        }
    }

    private Call begin(String what, String sql) {
        if (closed) {
            throw new IllegalStateException("Cannot " + what + ": the session is closed.");
        }
        closeRows();
        Call begun = connection.begin(what, sql);
        call = begun;
        if (!lost.isEmpty()) {
            begun.lose(lost);
        }
        return begun;
    }

    /** Fails what the session does, now and later: its server has ended. From any thread. */
    void lose(String why) {
        reusable = false;
        lost = why;
        call.lose(why);
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
        if (lost.isEmpty()) {
            closeRows();
        }
        boolean isClear = reusable && forgets();
        removeTables();
        if (isClear) {
            owner.giveBack(this, connection);
            return;
        }
        owner.giveUp(this);
        if (lost.isEmpty()) {
            connection.close();
        }
    }

    /** Whether the connection is now as it was before; found out by a call like any other, so that it ends when the server does. */
    private boolean forgets() {
        Call clearing = connection.begin("give the session back", "");
        call = clearing;
        try {
            clearing.run(relations::forget);
            return reusable;
        } catch (DaybreakException e) {
            return false;
        }
    }

    private void removeTables() {
        try {
            relations.close();
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES, "Cannot close the session of Spark: " + e.getMessage() + ".", "", e);
        }
    }
}
