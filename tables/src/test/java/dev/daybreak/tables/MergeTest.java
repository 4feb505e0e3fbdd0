package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Relation;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepResult;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with one row for each key, into which the rows of each day are merged. */
final class MergeTest {
    private static final String USERS = "{seen: timestamp, user_id: long, plan: string, gone: boolean}";
    private static final String SELECT = "SELECT user_id, plan, seen, gone FROM raw.changes";
    private static final String NONE =
            "SELECT TIMESTAMP '2025-03-01' AS seen, 1 AS user_id, '' AS plan, false AS gone WHERE false";

    private TableProject project;

    @BeforeEach
    void open(@TempDir Path folder) {
        project = new TableProject(folder, "UTC", "2025-03-01", "2025-03-04");
        project.source("changes", USERS, "seen");
        given(1, "(1, 'free', false), (2, 'free', false)");
        project.table("shop.users", header(""), SELECT);
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static String header(String more) {
        return "partition: {every: day}\nwrite: {merge: {key: user_id" + more + "}}";
    }

    /** Changes of a day of March, each {@code (user, plan, gone)}, at noon. */
    private void given(int day, String rows) {
        String sql = "SELECT TIMESTAMP '2025-03-0" + day + " 12:00' AS seen, user_id, plan, gone FROM (VALUES " + rows
                + ") AS v(user_id, plan, gone)";
        project.replace("raw.changes", project.days(day, day), rows.isEmpty() ? NONE : sql);
        project.bringIn();
    }

    private RunResult run() {
        RunResult result = project.run();
        assertThat(result.steps()).allSatisfy(step -> assertThat(step.failure()).isEmpty());
        return result;
    }

    private List<String> users() {
        return project.rows("shop.users", "SELECT user_id, plan FROM t ORDER BY user_id");
    }

    @SuppressWarnings("unused")
    private List<String> files() {
        return project
                .lakeTable("shop.users")
                .pin(Optional.empty(), DataInterval.ALL, ZoneOffset.UTC)
                .relation()
                .files()
                .stream()
                .map(Relation.DataFile::path)
                .sorted()
                .toList();
    }

    private static List<String> words(RunResult result) {
        return result.steps().stream()
                .filter(step -> step.step().asset().toString().equals("shop.users"))
                .map(StepResult::words)
                .toList();
    }

    @Test
    void rowsReplaceThoseWithTheSameKeyAndOthersComeIn() {
        given(2, "(2, 'paid', false), (3, 'free', false)");

        RunResult result = run();

        assertThat(users()).containsExactly("[1, free]", "[2, paid]", "[3, free]");
        assertThat(words(result))
                .containsExactly("2 inserted", "1 inserted, 1 updated; rewrote 1 of 1 file", "nothing changed");
    }

    @Test
    void aSecondRunDoesNothing() {
        given(2, "(2, 'paid', false)");
        run();
        int snapshots = project.snapshots("shop.users");

        assertThat(project.plan()).isEmpty();
        project.run();

        assertThat(project.snapshots("shop.users")).isEqualTo(snapshots);
    }
}
