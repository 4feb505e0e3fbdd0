package dev.daybreak.engine.spark;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.Dataset;
import org.apache.spark.sql.connect.SparkSession;
import scala.runtime.BoxedUnit;

/** A session on a connection, which is its own until it is closed. */
final class ConnectSession implements Session {
    private final Connection connection;
    private final SparkSession spark;
    private final Owner owner;
    private final Set<String> registered = new HashSet<>();
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
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void register(String name, Relation relation) {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException(
                    "Invalid relation name '" + name + "': it must consist of letters, digits and underscores");
        }
        begin("make '" + name + "' readable", "").run(() -> {
            registered.add(name);
            new RelationFrame(spark, relation, connection.zone()).frame().createOrReplaceTempView("`" + name + "`");
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
        connection.functions().before(sql).forEach(statement -> call.run(() -> spark.sql(statement)));
        return spark.newDataFrame(relation -> {
            relation.getSqlBuilder().setQuery(StandardTypes.inSpark(sql));
            return BoxedUnit.UNIT;
        });
    }

    @Override
    public void execute(String sql) {
        // What a statement leaves in the session cannot be told.
        reusable = false;
        begin("run the statement", sql).run(() -> spark.sql(StandardTypes.inSpark(sql)));
    }

    @Override
    public List<WrittenFile> write(String sql, WriteSpec spec) {
        Call writing = begin("write '" + spec.prefix() + "'", sql);
        Dataset<Row> frame = frame(writing, sql);
        return new Write(writing, spark, connection.tables(), frame, describe(writing, frame), spec).run();
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
        if (reusable && isCleared()) {
            owner.giveBack(this, connection);
            return;
        }
        owner.giveUp(this);
        if (lost.isEmpty()) {
            connection.close();
        }
    }

    /** Takes out what was registered; a call like any other, so that it ends when the server does. */
    private boolean isCleared() {
        Call clearing = connection.begin("give the session back", "");
        call = clearing;
        try {
            registered.forEach(name -> clearing.run(() -> spark.sql("DROP VIEW IF EXISTS `" + name + "`")));
            return reusable;
        } catch (DaybreakException e) {
            return false;
        }
    }
}
