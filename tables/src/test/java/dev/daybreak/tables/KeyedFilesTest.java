package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are found to hold keys. */
final class KeyedFilesTest {
    private static final String NO_TIME = "inputs: {}\ndialect: duckdb\n";

    private static Set<String> holding(TableProject project, LakeTable table, String keys, long fewRows) {
        try (Session session = project.engine().open(ZoneOffset.UTC)) {
            return new KeyedFiles(session, List.of("a", "b"), ZoneOffset.UTC, fewRows)
                    .holding(table, table.currentSnapshot().orElseThrow(), keys).files().files().stream()
                            .map(Relation.DataFile::path)
                            .collect(Collectors.toSet());
        }
    }

    @Test
    void keysAreReadWhereBoundsDoNotTell(@TempDir Path folder) {
        try (TableProject project = new TableProject(folder)) {
            project.table(
                    "shop.t",
                    NO_TIME + "partition: {identity: part}",
                    "SELECT i AS a, 'k' || (i % 10) AS b, CAST(i % 5 AS INTEGER) AS part FROM range(1000) AS r(i)");
            project.run();
            LakeTable table = project.lakeTable("shop.t");
            String keys = "SELECT 17 AS a, 'k7' AS b UNION ALL SELECT 22, 'k2' UNION ALL SELECT 3, 'other'";

            Set<String> byBounds = holding(project, table, keys, Long.MAX_VALUE);
            Set<String> read = holding(project, table, keys, 0);

            assertThat(byBounds).hasSize(5);
            assertThat(read).hasSize(1);
            assertThat(holding(project, table, "SELECT 5000 AS a, 'k1' AS b", Long.MAX_VALUE))
                    .isEmpty();
            assertThat(holding(project, table, "SELECT 5 AS a, 'k1' AS b WHERE false", 0))
                    .isEmpty();
        }
    }

    /** What the table knows of its files tells whether rows are from a time of which it has none. */
    @Test
    void rowsAreApartIfTheirTimesAreOutsideOfAllOfTheFiles(@TempDir Path folder) {
        try (TableProject project = new TableProject(folder)) {
            project.table(
                    "shop.t",
                    NO_TIME + "partition: {identity: part}",
                    "SELECT i AS a, TIMESTAMP '2025-01-01 00:00:00' + INTERVAL (i) HOUR AS seen, CAST(i // 10 AS INTEGER) AS part"
                            + " FROM range(20) AS r(i)");
            project.run();
            LakeTable table = project.lakeTable("shop.t");

            assertThat(isApart(table, project, "TIMESTAMP '2025-01-01 19:00:00.000001'", "a < 100"))
                    .isTrue();
            assertThat(isApart(table, project, "TIMESTAMP '2025-01-01 19:00:00'", "a < 100"))
                    .isFalse();
            assertThat(isApart(table, project, "TIMESTAMP '2025-01-01 19:00:00'", "a < 10"))
                    .as("the other file has that time")
                    .isTrue();
            assertThat(isApart(table, project, "NULL::TIMESTAMP", "a < 100")).isFalse();
            assertThat(isApart(table, project, "TIMESTAMP '2024-12-31 23:59:59.999999'", "a < 100"))
                    .isTrue();
        }
    }

    /** @param holding of the table's rows, those whose files are meant */
    private static boolean isApart(LakeTable table, TableProject project, String seen, String holding) {
        try (Session session = project.engine().open(ZoneOffset.UTC)) {
            KeyedFiles files = new KeyedFiles(session, List.of("a"), ZoneOffset.UTC);
            long snapshot = table.currentSnapshot().orElseThrow();
            KeyedFiles.Holding held = files.holding(
                    table, snapshot, "SELECT a FROM (SELECT range AS a FROM range(20)) AS k WHERE " + holding);
            String rows = "(SELECT " + seen + " AS seen) AS given";
            return files.isApart(table, snapshot, "seen", rows, held);
        }
    }
}
