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
                    .holding(table, table.currentSnapshot().orElseThrow(), keys).files().stream()
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
}
