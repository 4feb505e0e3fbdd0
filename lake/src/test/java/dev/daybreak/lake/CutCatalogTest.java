package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.CutConnections.Cut;
import dev.daybreak.lake.CutConnections.When;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection to the catalog's database is cut at every statement of a commit, one after the other. */
class CutCatalogTest {
    @TempDir
    Path folder;

    private TestTable test;

    /**
     * Publishes with a connection that is cut, and does it again as the next attempt would if that fails.
     *
     * @return whether there was such a statement
     */
    private boolean publish(int statement, When when, int rows, List<DataInterval> replaces) {
        Cut cut = new Cut(when, statement);
        String step = "step-" + statement;
        boolean failed = false;
        try (Lake lake = Lakes.open(folder, properties -> new CutConnections(properties, cut))) {
            LakeTable table = lake.find(KEY).orElseThrow();
            cut.on();
            table.publish(test.stage(step + "-1", clicks("2025-03-01", rows)), replaces, UTC, guard(step, step + "-1"));
        } catch (DaybreakException e) {
            assertThat(e.code().isWorthRetry()).as(e.getMessage()).isTrue();
            failed = true;
        }
        if (failed) {
            try (Lake lake = Lakes.open(folder)) {
                lake.find(KEY)
                        .orElseThrow()
                        .publish(
                                test.stage(step + "-2", clicks("2025-03-01", rows)),
                                replaces,
                                UTC,
                                guard(step, step + "-2"));
            }
        }
        assertThat(Collections.frequency(test.steps(), step))
                .as("cut %s statement %d", when, statement)
                .isEqualTo(1);
        return cut.happened();
    }

    private void atEveryStatement(When when, List<DataInterval> replaces) {
        test = TestTable.daily(folder);
        test.publishDay("first", "2025-03-01", 2);
        int statement = 1;
        int rows = 3 + statement % 2;
        int there = 2;

        while (publish(statement, when, rows, replaces)) {
            there = replaces.isEmpty() ? there + rows : rows;
            assertThat(test.rows()).as("cut %s statement %d", when, statement).hasSize(there);
            statement++;
            rows = 3 + statement % 2;
        }

        assertThat(statement).as("statements of a commit").isGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(When.class)
    void rowsAreAppendedOnce(When when) {
        atEveryStatement(when, List.of());
    }

    @ParameterizedTest
    @EnumSource(When.class)
    void rowsAreReplacedOnce(When when) {
        atEveryStatement(when, List.of(day("2025-03-01")));
    }
}
