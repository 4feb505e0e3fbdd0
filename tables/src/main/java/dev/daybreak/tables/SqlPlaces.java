package dev.daybreak.tables;

import dev.daybreak.engine.SqlPosition;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.Place;
import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Position;
import java.util.function.Supplier;

/** Tells engine errors with the place in the author's file. */
final class SqlPlaces {
    private SqlPlaces() {}

    static <T> T located(SqlAsset asset, BoundSql bound, Supplier<T> action) {
        try {
            return action.get();
        } catch (DaybreakException e) {
            throw locate(e, asset, bound);
        }
    }

    private static DaybreakException locate(DaybreakException error, SqlAsset asset, BoundSql bound) {
        if (error.getCause() instanceof SqlPosition position) {
            Position original = bound.original(position.line(), position.column());
            return error.at(place(asset.sqlPlace(), original));
        }
        return error.at(asset.about().place());
    }

    private static Place place(Place start, Position inText) {
        int column = inText.line() == 1 ? start.column() + inText.column() - 1 : inText.column();
        return new Place(start.file(), start.line() + inText.line() - 1, column);
    }
}
