package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineContract;
import dev.daybreak.engine.Rows;
import dev.daybreak.lake.MaintenanceContract;
import dev.daybreak.lake.PinnedTableContract;
import dev.daybreak.lake.TableFormatContract;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** DuckDB keeps what every engine promises. */
class DuckDbContractTest extends EngineContract
        implements PinnedTableContract, TableFormatContract, MaintenanceContract {
    @Override
    protected Engine openEngine(Path temporary) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(300_000_000, 2, temporary));
    }

    @Override
    public String numbers(long count) {
        return "SELECT i FROM range(" + count + ") AS r(i)";
    }

    @Override
    public String nestedValues() {
        return """
                SELECT [1, NULL, 3] AS list, MAP {'k': CAST(1.5 AS DOUBLE)} AS map,
                       {'when': TIMESTAMP '2024-03-10 02:30:00.000001', 'two words': 'x'} AS struct, '\\x00\\xFF'::BLOB AS bytes
                UNION ALL
                SELECT NULL, NULL, NULL, NULL
                """;
    }

    @Override
    public Map<String, Integer> fieldIds(Path file) {
        Map<String, Integer> ids = new HashMap<>();
        Deque<Level> open = new ArrayDeque<>();
        try (Rows rows = session()
                .query("SELECT name, COALESCE(field_id, -1), COALESCE(num_children, 0)" + " FROM parquet_schema("
                        + Sql.text(file.toString()) + ")")) {
            while (rows.next()) {
                Level parent = open.peek();
                Level level = new Level(parent, (String) rows.value(0), (Long) rows.value(1), (Long) rows.value(2));
                if (level.id >= 0) {
                    ids.put(level.path, (int) level.id);
                }
                while (open.peek() != null && open.peek().left == 0) {
                    open.pop();
                }
                if (level.left > 0) {
                    open.push(level);
                }
            }
        }
        return ids;
    }

    @Override
    public List<Object> values(Path file, String column) {
        return rows("SELECT " + Sql.name(column) + " FROM read_parquet(" + Sql.text(file.toString())
                        + ", file_row_number = true) ORDER BY file_row_number")
                .stream()
                .map(row -> row.get(0))
                .collect(Collectors.toList());
    }

    /** A group of the footer's flat list that still lacks children; levels without an id add nothing to the path. */
    private static final class Level {
        private final String path;
        private final long id;
        private long left;

        Level(Level parent, String name, long id, long children) {
            String above = parent == null ? "" : parent.path;
            this.path = id < 0 ? above : above.isEmpty() ? name : above + "." + name;
            this.id = id;
            this.left = children;
            if (parent != null) {
                parent.left--;
            }
        }
    }
}
