package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Relation.DataFile;
import dev.daybreak.engine.duckdb.Call.Text;
import dev.daybreak.project.schema.Column;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * Which files have a relation's columns under the relation's own names and types, so that they need no map from field ids. Of files that
 * are read with such a map DuckDB knows nothing, and takes each for one row: joins of large tables then go in a bad order.
 */
final class FileNames {
    /** With fewer rows the order of joins matters less than the time to look. */
    private static final long LARGE = 50_000;

    /** With more files than this, to look into each costs more than it gains. */
    private static final int MOST_FILES = 16;

    private FileNames() {}

    /** A column as it stands in a file. */
    private record Named(String name, String type) {}

    /** @return paths of files without deletes; empty if the relation is small or has many files */
    static Set<String> own(Call call, DuckDBConnection connection, Relation relation) {
        List<DataFile> files = relation.files().stream()
                .filter(file -> file.deletes().isEmpty())
                .toList();
        boolean isLarge = files.stream().mapToLong(DataFile::rows).sum() >= LARGE;
        if (!isLarge || files.size() > MOST_FILES) {
            return Set.of();
        }
        Set<String> own = new HashSet<>();
        columns(call, connection, files).forEach((file, columns) -> {
            if (columns.entrySet().containsAll(expected(relation))) {
                own.add(file);
            }
        });
        return own;
    }

    private static Set<Map.Entry<Integer, Named>> expected(Relation relation) {
        Map<Integer, Named> expected = new HashMap<>();
        for (int i = 0; i < relation.fieldIds().size(); i++) {
            Column column = relation.schema().columns().get(i);
            expected.put(relation.fieldIds().get(i), new Named(column.name(), DuckDbTypes.text(column.type())));
        }
        return expected.entrySet();
    }

    /** Of each file its columns by field id; those that hold others have no type. */
    private static Map<String, Map<Integer, Named>> columns(
            Call call, DuckDBConnection connection, List<DataFile> files) {
        String sql = "SELECT file_name, field_id, name, duckdb_type FROM parquet_schema("
                + Sql.texts(files.stream().map(DataFile::path).toList())
                + ") WHERE field_id IS NOT NULL AND duckdb_type IS NOT NULL";
        return call.run(connection, Text.own(sql), statement -> {
            Map<String, Map<Integer, Named>> columns = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.computeIfAbsent(rows.getString(1), file -> new HashMap<>())
                            .put(rows.getInt(2), new Named(rows.getString(3), rows.getString(4)));
                }
            }
            return columns;
        });
    }
}
