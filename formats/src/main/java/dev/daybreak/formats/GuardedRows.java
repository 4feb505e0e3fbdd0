package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Schema;
import java.util.function.Function;

/** Rows of a file, whose failures are told as the file's. */
final class GuardedRows implements Rows {
    private final Rows rows;
    private final Function<Exception, DaybreakException> failure;

    GuardedRows(Rows rows, Function<Exception, DaybreakException> failure) {
        this.rows = rows;
        this.failure = failure;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean next() {
        try {
            return rows.next();
        } catch (RuntimeException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public Object value(int column) {
        try {
            return rows.value(column);
        } catch (RuntimeException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public double doubleValue(int column) {
        return rows.doubleValue(column);
    }

    @Override
    public void close() {
        rows.close();
    }
}
