package dev.daybreak.acceptance.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;

/** A little of what the projects in {@code examples/} read, the same rows each time. */
final class ExampleData {
    private ExampleData() {}

    /** Click logs from 2023-01-01 to 2023-03-01 and the users' database. */
    static void recommender(Path data) throws IOException, SQLException {
        Files.createDirectories(data.resolve("clicks"));
        copy(
                data,
                """
                SELECT i AS event_id, strftime(TIMESTAMP '2023-01-01' + to_seconds(i * 255), '%Y-%m-%dT%H:%M:%SZ') AS event_time,
                       1 + hash(i) % 120 AS user_id, 1 + hash(i, 1) % 30 AS item_id, 'category ' || hash(i, 1) % 30 % 4 AS category,
                       1 + hash(i, 2) % 10 AS position, ['phone', 'tablet', 'desktop'][CAST(1 + hash(i, 3) % 3 AS INTEGER)] AS device,
                       hash(i, 4) % 5 = 0 AS clicked
                FROM range(20328) AS t(i)
                """,
                data.resolve("clicks/all.jsonl"),
                "json");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE users AS
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
                    SELECT i AS user_id, 18 + i % 60 AS age, CASE i % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' END AS country FROM n
                    """);
        }
    }

    /** Flights from 2001-01-01 to 2001-02-14 among twelve airports, and where these are. */
    static void flights(Path data) throws IOException {
        Files.createDirectories(data);
        copy(
                data,
                """
                SELECT TIMESTAMP '2001-01-01 05:00:00' + to_days(CAST(i // 400 AS INTEGER)) + to_minutes(CAST(hash(i) % 1080 AS BIGINT)) AS date,
                       CAST(hash(i, 1) % 150 AS BIGINT) - 30 AS delay, CAST(100 + hash(i, 2) % 2000 AS BIGINT) AS distance,
                       'A' || chr(CAST(65 + hash(i, 3) % 12 AS INTEGER)) || 'X' AS origin,
                       'A' || chr(CAST(65 + (hash(i, 3) + 1 + hash(i, 4) % 11) % 12 AS INTEGER)) || 'X' AS destination
                FROM range(18000) AS t(i)
                """,
                data.resolve("flights-3m.parquet"),
                "parquet");
        copy(
                data,
                """
                SELECT 'A' || chr(CAST(65 + i AS INTEGER)) || 'X' AS iata, 'Airport ' || i AS name, 'City' AS city, 'ST' AS state,
                       'USA' AS country, 30.25 + i AS latitude, -80.5 - i AS longitude
                FROM range(12) AS t(i)
                """,
                data.resolve("airports.csv"),
                "csv");
    }

    private static void copy(Path folder, String rows, Path file, String format) {
        try (Engine engine = DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, folder.resolve("tmp")));
                Session session = engine.open(ZoneOffset.UTC)) {
            session.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT " + format + ")");
        }
    }
}
