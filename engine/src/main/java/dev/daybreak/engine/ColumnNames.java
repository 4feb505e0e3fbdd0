package dev.daybreak.engine;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;

/** The names of a query's columns beside those of the table that it is written to; for engines. */
public final class ColumnNames {
    private ColumnNames() {}

    /**
     * @param what how the error begins
     * @throws DaybreakException {@code INVALID_SQL} if the query yields a column too few or too many
     */
    public static void requireSame(String what, Schema query, Schema table) {
        List<String> missing = namesOutside(table.columns(), query);
        List<String> extra = namesOutside(query.columns(), table);
        if (!missing.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    what + "the query does not yield " + quoted(missing) + ", which the table has. It yields "
                            + quoted(query.names()) + ".",
                    "Select the missing columns, or take them out of the table's contract.");
        }
        if (!extra.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    what + "the query yields " + quoted(extra) + ", which the table does not have. It has "
                            + quoted(table.names()) + ".",
                    "Leave the columns out of the query, or add them to the table's contract.");
        }
    }

    private static List<String> namesOutside(List<Column> some, Schema others) {
        return some.stream()
                .map(Column::name)
                .filter(name -> others.find(name).isEmpty())
                .toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
