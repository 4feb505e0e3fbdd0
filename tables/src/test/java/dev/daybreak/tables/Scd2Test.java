package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that keep each version of a row with the time in which it held. */
final class Scd2Test {
    private static final String VERSIONS =
            "SELECT user_id, plan, CAST(valid_from AS DATE), CAST(valid_to AS DATE), is_current FROM t ORDER BY user_id, valid_from";

    private ModeProject users;

    @BeforeEach
    void open(@TempDir Path folder) {
        users = new ModeProject(folder, "2025-03-05", header(""));
        users.given(1, "(1, 'free', false)", "(2, 'free', false)");
    }

    @AfterEach
    void close() {
        users.close();
    }

    private static String header(String more) {
        return "partition: {every: day}\nwrite: {scd2: {key: user_id, track: plan" + more + "}}";
    }

    @Test
    void aChangeEndsOneVersionAndBeginsAnother() {
        users.given(2, "(1, 'free', false)", "(2, 'paid', false)");
        users.given(3, "(2, 'paid', false)", "(3, 'free', false)");

        List<String> words = users.run();

        assertThat(users.rows(VERSIONS))
                .containsExactly(
                        "[1, free, 2025-03-01, null, true]",
                        "[2, free, 2025-03-01, 2025-03-02, false]",
                        "[2, paid, 2025-03-02, null, true]",
                        "[3, free, 2025-03-03, null, true]");
        assertThat(words)
                .containsExactly(
                        "2 inserted", "1 inserted, 1 updated; rewrote 1 of 1 file", "1 inserted", "nothing changed");
    }

    @Test
    void aKeyThatGoesHasNoCurrentVersionAndMayComeBack() {
        users.table(header(", delete_when: batch.gone"));
        users.given(2, "(1, 'free', true)");
        users.given(4, "(1, 'free', false)");

        users.run();

        assertThat(users.rows(VERSIONS))
                .containsExactly(
                        "[1, free, 2025-03-01, 2025-03-02, false]",
                        "[1, free, 2025-03-04, null, true]",
                        "[2, free, 2025-03-01, null, true]");
    }

    @Test
    void aDayThatIsCorrectedIsAsIfItHadNeverBeenOtherwise() {
        users.given(2, "(1, 'wrong', false)", "(2, 'wrong', false)");
        users.given(3, "(1, 'paid', false)", "(2, 'free', false)");
        users.run();
        users.given(2, "(1, 'paid', false)");

        users.run();

        assertThat(users.rows(VERSIONS))
                .containsExactly(
                        "[1, free, 2025-03-01, 2025-03-02, false]",
                        "[1, paid, 2025-03-02, null, true]",
                        "[2, free, 2025-03-01, null, true]");
        assertThat(users.project.plan()).isEmpty();
    }

    @Test
    void aColumnMayTellSinceWhenARowIsSo() {
        users.table(header(", time: seen"));
        users.givenByHour(1, "(1, 'a', false, 2)", "(1, 'b', false, 4)", "(1, 'b', false, 6)", "(1, 'a', false, 8)");

        users.run();

        assertThat(users.rows("SELECT plan, valid_from, valid_to FROM t ORDER BY valid_from"))
                .containsExactly(
                        "[a, 2025-03-01T02:00, 2025-03-01T04:00]",
                        "[b, 2025-03-01T04:00, 2025-03-01T08:00]",
                        "[a, 2025-03-01T08:00, null]");
    }

    @Test
    void aTimeOutsideOfTheIntervalIsRefused() {
        users.project.table(
                "shop.users",
                header(", time: seen"),
                "SELECT user_id, plan, seen + INTERVAL '1' DAY AS seen FROM raw.changes");

        assertThat(users.project.runAndFail().message())
                .isEqualTo(
                        "Cannot publish 'shop.users' for 2025-03-01: its SELECT yields 2 rows where 'seen' is null or"
                                + " outside of that interval.");
    }

    @Test
    void severalRowsOfOneKeyAtOneTimeAreRefused() {
        users.given(2, "(1, 'a', false)", "(1, 'b', false)");

        assertThat(users.project.runAndFail().message())
                .contains("several rows for one key: user_id = 1, valid_from = 2025-03-02T00:00:00Z (2 rows)");
    }

    @Test
    void filesWithoutSuchKeysStayAsTheyAre() {
        users.table(
                "partition: [{every: day}, {truncate: user_id, width: 10}]\nwrite: {scd2: {key: user_id, track: plan}}");
        users.given(1, "(1, 'free', false)", "(11, 'free', false)", "(21, 'free', false)");
        users.run();
        List<String> first = users.files();
        users.given(4, "(1, 'free', false)", "(11, 'paid', false)", "(21, 'free', false)");

        assertThat(users.run()).containsExactly("1 inserted, 1 updated; rewrote 1 of 3 files");

        assertThat(users.files()).hasSize(3).filteredOn(first::contains).hasSize(2);
    }
}
