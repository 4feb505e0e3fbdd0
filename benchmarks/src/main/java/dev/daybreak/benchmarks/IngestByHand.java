package dev.daybreak.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The other side of the ingestion benchmark: DuckDB's own COPY of the same JSON lines to one Parquet file. */
public final class IngestByHand {
    private IngestByHand() {}

    /** @param args the folder with clicks/, and the Parquet file to write */
    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET memory_limit = '1GB'");
            statement.execute(
                    "COPY (SELECT * FROM read_json('" + args[0] + "/clicks/**/*.jsonl', format = 'newline_delimited',"
                            + " ignore_errors = true, columns = {event_id: 'BIGINT', event_time: 'TIMESTAMP', user_id: 'BIGINT',"
                            + " item_id: 'BIGINT', category: 'VARCHAR', position: 'INTEGER', device: 'VARCHAR', clicked: 'BOOLEAN'}))"
                            + " TO '" + args[1] + "' (FORMAT parquet)");
        }
    }
}
