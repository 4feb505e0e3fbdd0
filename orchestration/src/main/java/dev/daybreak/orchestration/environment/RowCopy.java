package dev.daybreak.orchestration.environment;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Copies rows from one store to another of the same kind and version. */
final class RowCopy {
    private static final int BATCH = 1_000;

    private final Handle from;
    private final Handle to;

    RowCopy(Handle from, Handle to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Adds all columns of some rows of a table.
     *
     * @param condition with {@code ?} for each of the arguments
     * @param changed other values of some columns
     * @return how many rows
     */
    int rows(String table, String condition, List<?> arguments, Map<String, UnaryOperator<Object>> changed) {
        try (PreparedStatement select =
                from.getConnection().prepareStatement("SELECT * FROM " + table + " t WHERE " + condition)) {
            for (int i = 0; i < arguments.size(); i++) {
                select.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                return insert(table, rows, changed);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot copy rows of " + table, e);
        }
    }

    private int insert(String table, ResultSet rows, Map<String, UnaryOperator<Object>> changed) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
        }
        String sql = "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", names.stream().map(name -> "?").toList()) + ")";
        int count = 0;
        try (PreparedStatement insert = to.getConnection().prepareStatement(sql)) {
            while (rows.next()) {
                for (int i = 0; i < names.size(); i++) {
                    Object value = rows.getObject(i + 1);
                    insert.setObject(
                            i + 1,
                            changed.getOrDefault(names.get(i), UnaryOperator.identity())
                                    .apply(value));
                }
                insert.addBatch();
                count++;
                if (count % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return count;
    }
}
