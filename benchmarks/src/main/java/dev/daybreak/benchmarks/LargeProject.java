package dev.daybreak.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a project of many SQL tables that read each other, for measuring how fast a project is validated. */
final class LargeProject {
    private LargeProject() {}

    static void write(Path folder, int tables) throws IOException {
        Files.createDirectories(folder.resolve("sources"));
        Files.createDirectories(folder.resolve("assets/large"));
        Files.writeString(
                folder.resolve("daybreak.yaml"), "name: large\nversion: 1\nstart: 2025-01-01\nend: 2025-02-01\n");
        Files.writeString(
                folder.resolve("sources/events.yaml"),
                """
                files: {path: "data/*.jsonl"}
                columns: {id: long, at: timestamp, kind: string, amount: double}
                partition: {column: at, every: day}
                """);
        for (int i = 0; i < tables; i++) {
            Files.writeString(folder.resolve("assets/large/t" + i + ".sql"), table(i));
        }
    }

    private static String table(int i) {
        String input = i < 10 ? "raw.events" : "large.t" + (i - 10);
        String other = i < 20 ? "raw.events" : "large.t" + (i / 2 - 5);
        return """
                /*---
                description: Table %1$d of many
                owner: benchmarks
                partition: {column: at, every: day}
                checks:
                  - expect_column_values_to_not_be_null: {column: id}
                ---*/
                WITH totals AS (
                  SELECT kind, SUM(amount) AS total, COUNT(*) AS events
                  FROM %3$s
                  GROUP BY kind
                )
                SELECT e.id,
                       e.at,
                       UPPER(e.kind) AS kind,
                       e.amount / NULLIF(t.total, 0) AS amount,
                       ROW_NUMBER() OVER (PARTITION BY e.kind ORDER BY e.at) AS place
                FROM %2$s e
                LEFT JOIN totals t ON t.kind = e.kind
                WHERE e.at >= :start AND e.at < :end AND e.amount > 0
                """
                .formatted(i, input, other);
    }
}
