package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.StepResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with one row for each key, into which the rows of each day are merged. */
final class MergeTest {
    private static final String USERS = "SELECT user_id, plan FROM t ORDER BY user_id";

    private ModeProject users;

    @BeforeEach
    void open(@TempDir Path folder) {
        users = new ModeProject(folder, "2025-03-04", header(""));
        users.given(1, "(1, 'free', false)", "(2, 'free', false)");
    }

    @AfterEach
    void close() {
        users.close();
    }

    private static String header(String more) {
        return "partition: {every: day}\nwrite: {merge: {key: user_id" + more + "}}";
    }

    @Test
    void rowsReplaceThoseWithTheSameKeyAndOthersComeIn() {
        users.given(2, "(2, 'paid', false)", "(3, 'free', false)");

        List<String> words = users.run();

        assertThat(users.rows(USERS)).containsExactly("[1, free]", "[2, paid]", "[3, free]");
        assertThat(words)
                .containsExactly("2 inserted", "1 inserted, 1 updated; rewrote 1 of 1 file", "nothing changed");
    }

    @Test
    void aSecondRunDoesNothing() {
        users.given(2, "(2, 'paid', false)");
        users.run();
        int snapshots = users.project.snapshots("shop.users");

        assertThat(users.project.plan()).isEmpty();
        assertThat(users.run()).isEmpty();

        assertThat(users.project.snapshots("shop.users")).isEqualTo(snapshots);
    }

    @Test
    void rowsThatAreThereAlreadyChangeNoFile() {
        users.given(2, "(2, 'paid', false)");
        users.run();
        List<String> files = users.files();
        users.table("partition: {every: day}\nwrite: {merge: {key: user_id, order_by: seen}}");

        assertThat(users.run()).containsExactly("nothing changed", "nothing changed", "nothing changed");

        assertThat(users.files()).isEqualTo(files);
        assertThat(users.project.dataFiles("shop.users")).hasSize(2);
    }

    @Test
    void onlyFilesWithSuchKeysAreWrittenAnew() {
        users.table("partition: [{every: day}, {truncate: user_id, width: 10}]\nwrite: {merge: {key: user_id}}");
        users.given(1, "(1, 'free', false)", "(11, 'free', false)", "(21, 'free', false)", "(31, 'free', false)");
        users.given(2, "(11, 'paid', false)", "(12, 'free', false)", "(22, 'free', false)");
        users.project.run();
        List<String> first = users.files();
        users.given(3, "(31, 'paid', false)");

        assertThat(users.run()).containsExactly("1 updated; rewrote 1 of 5 files");

        assertThat(users.files())
                .hasSameSizeAs(first)
                .filteredOn(first::contains)
                .hasSize(first.size() - 1);
    }

    /** What is known of the file does not tell that it has none of the keys; its rows do. */
    @Test
    void keysThatNoFileHasRewriteNone() {
        users.given(1, "(1, 'free', false)", "(9, 'free', false)");
        users.run();
        List<String> first = users.files();
        users.given(2, "(4, 'paid', false)", "(5, 'paid', false)");

        assertThat(users.run()).contains("2 inserted");

        assertThat(users.rows(USERS)).containsExactly("[1, free]", "[4, paid]", "[5, paid]", "[9, free]");
        assertThat(users.files()).hasSize(2).containsAll(first);
    }

    @Test
    void conditionsDecideWhatIsUpdatedInsertedAndDeleted() {
        users.table(header(", update_when: batch.plan > target.plan, insert_when: batch.plan = 'paid',"
                + " delete_when: batch.gone"));
        users.given(1, "(1, 'paid', false)", "(2, 'paid', false)", "(3, 'paid', false)", "(4, 'free', false)");
        users.given(2, "(1, 'a', false)", "(2, 'z', false)", "(3, '', true)", "(5, 'paid', true)");

        users.run();

        assertThat(users.rows(USERS)).containsExactly("[1, paid]", "[2, z]");
    }

    @Test
    void aRowChangesItsPartitionWhenItsColumnChanges() {
        users.table("partition: {column: seen, every: day}\nwrite: {merge: {key: [user_id]}}");
        users.given(2, "(2, 'paid', false)");

        users.run();

        assertThat(users.rows("SELECT CAST(seen AS DATE), user_id FROM t ORDER BY user_id"))
                .containsExactly("[2025-03-01, 1]", "[2025-03-02, 2]");
    }

    @Test
    void ofSeveralRowsWithOneKeyTheLastByADeclaredOrderCounts() {
        users.table(header(", order_by: seen"));
        users.givenByHour(1, "(1, 'a', false, 3)", "(1, 'b', false, 5)", "(1, 'c', false, 4)", "(1, 'b', false, 5)");

        users.run();

        assertThat(users.rows(USERS)).containsExactly("[1, b]");
    }

    @Test
    void keysThatStandTwiceAreRefusedAndNamed() {
        users.given(2, "(7, 'a', false)", "(7, 'b', false)", "(8, 'a', false)", "(8, 'b', false)", "(8, 'c', false)");

        Failure failure = users.project.runAndFail();

        assertThat(failure.message())
                .isEqualTo("Cannot publish 'shop.users' for 2025-03-02: its SELECT yields several rows for 2 keys:"
                        + " user_id = 8 (3 rows); user_id = 7 (2 rows).");
        assertThat(failure.place()).isEqualTo("assets/shop/users.sql:3:16");
        assertThat(failure.mend()).contains("'order_by: updated_at'");
        assertThat(users.rows(USERS)).containsExactly("[1, free]", "[2, free]");
        assertThat(users.project.dataFiles("shop.users")).hasSize(1);
    }

    @Test
    void keysThatAreNullAreRefused() {
        users.given(1, "(1, 'a', false)", "(NULL, 'b', false)");

        assertThat(users.project.runAndFail().message())
                .isEqualTo("Cannot publish 'shop.users' for 2025-03-01: its SELECT yields 1 row where key column"
                        + " 'user_id' is null.");
    }

    @Test
    void daysAfterOneThatFailedAreNotMerged() {
        users.given(1, "(1, 'a', false)", "(1, 'b', false)");
        users.given(2, "(2, 'a', false)");

        RunResult result = users.project.run();

        assertThat(result.steps())
                .filteredOn(step -> step.step().asset().toString().equals("shop.users"))
                .extracting(StepResult::state)
                .contains(StepState.FAILED)
                .doesNotContain(StepState.SUCCEEDED);
        assertThat(users.project.stale()).hasSize(3);
        users.given(1, "(1, 'a', false)");
        users.run();
        assertThat(users.rows(USERS)).containsExactly("[1, a]", "[2, a]");
    }

    @Test
    void lateRowsAreMergedAndTheDaysAfterThemOnceMore() {
        users.given(2, "(1, 'second', false)");
        users.run();
        users.given(1, "(1, 'late', false)", "(2, 'late', false)");

        assertThat(users.project.plan())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("shop.users 2025-03-03: earlier intervals changed");
        users.run();

        assertThat(users.rows(USERS)).containsExactly("[1, second]", "[2, late]");
        assertThat(users.project.plan()).isEmpty();
    }

    @Test
    void withoutADayBetweenThemLateRowsNeedNoOtherDay() {
        users.run();
        users.given(3, "(2, 'third', false)");

        assertThat(users.project.stale()).containsExactly("shop.users 2025-03-03");
    }

    @Test
    void aColumnMayBeAddedAndOneLeftOut() {
        users.run();
        users.given(2, "(2, 'paid', false)");
        users.project.table("shop.users", header(""), "SELECT user_id, seen, plan || '!' AS loud FROM raw.changes");

        users.run();

        assertThat(users.rows("SELECT user_id, loud FROM t ORDER BY user_id"))
                .containsExactly("[1, free!]", "[2, paid!]");
    }

    @Test
    void anUncutTableMergesAllThatItsInputHas() {
        users.table("write: {merge: {key: user_id}}");
        users.run();
        users.given(1, "(2, 'paid', false)");

        assertThat(users.run()).containsExactly("1 updated; rewrote 1 of 1 file");

        assertThat(users.rows(USERS)).containsExactly("[1, free]", "[2, paid]");
    }
}
