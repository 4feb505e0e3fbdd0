package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder.Sorted;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the rows of a table lie in its files. */
class TableFilesTest {
    @TempDir
    Path folder;

    private TableProject project;

    @BeforeEach
    void makeProject() {
        project = new TableProject(folder);
        project.clicks();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void users(String layout) {
        project.table(
                "shop.users",
                "partition: {column: day, every: day}\n" + layout,
                "SELECT CAST(seen AS DATE) AS day, user_id FROM raw.clicks WHERE seen >= :start AND seen < :end");
    }

    /** As rows are written next. */
    private FileLayout layout() {
        return project.lakeTable("shop.users").stage("any").layout();
    }

    @Test
    void aChangeOfItMakesNothingStaleAndCountsForWhatIsWrittenNext() {
        users("");
        project.run();
        assertThat(layout()).isEqualTo(FileLayout.NONE);

        users("sort: [USER_ID, day]\nbloom: user_id");

        assertThat(project.plan()).isEmpty();
        project.replace("raw.clicks", project.days(5, 5), "SELECT TIMESTAMP '2025-03-05 10:00' AS seen, 9 AS user_id");
        project.run();
        assertThat(layout())
                .isEqualTo(new FileLayout(Optional.of(new Sorted(List.of("user_id", "day"))), List.of("user_id")));
        assertThat(project.rows("shop.users", "SELECT user_id FROM t WHERE day = '2025-03-05'"))
                .containsExactly("[9]");
    }

    @Test
    void maintenancePutsRowsAlongACurveAndRunsDoNot() {
        users("sort: {zorder: [user_id, day]}");
        project.run();

        assertThat(layout()).isEqualTo(FileLayout.NONE);
        assertThat(project.lakeTable("shop.users").layout().order()).contains(new ZOrdered(List.of("user_id", "day")));
    }
}
