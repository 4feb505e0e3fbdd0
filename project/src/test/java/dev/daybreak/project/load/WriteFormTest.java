package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code write} says for a table. */
class WriteFormTest {
    private static final String DAILY = "partition: {every: day, start: 2025-03-01}\n";

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\n");
    }

    private void write(String header) {
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
    }

    private TableAsset table() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0);
    }

    @Test
    void aTableIsOverwrittenUnlessItSaysOtherwise() {
        write("owner: ana\n");
        assertThat(table().write()).isEqualTo(new WriteMode.Overwrite());
        assertThat(table().definition()).doesNotContainKey("write");

        write("write: overwrite\n");
        assertThat(table().write()).isEqualTo(new WriteMode.Overwrite());
    }

    @Test
    void wordsStandForModesThatNeedNothing() {
        write(DAILY + "write: append\n");
        assertThat(table().write()).isEqualTo(new WriteMode.Append());
        assertThat(table().timePartition())
                .hasValueSatisfying(time -> assertThat(time.column()).isEqualTo("_interval_start"));

        write(DAILY + "write: snapshot\n");
        assertThat(table().write()).isEqualTo(new WriteMode.Snapshot());
    }

    @Test
    void aMergeHasAKeyAndConditions() {
        write(
                DAILY
                        + """
                write:
                  merge:
                    key: [user_id, day]
                    order_by: updated_at
                    update_when: batch.clicks > target.clicks
                    insert_when: batch.clicks > 0
                    delete_when: batch.gone
                """);

        assertThat(table().isInOrder()).isTrue();
        assertThat(table().timePartition())
                .hasValueSatisfying(time -> assertThat(time.hasColumn()).isFalse());
        assertThat(table().write()).isInstanceOfSatisfying(WriteMode.Merge.class, merge -> {
            assertThat(merge.key()).containsExactly("user_id", "day");
            assertThat(merge.orderBy()).contains("updated_at");
            assertThat(merge.updateWhen()).hasValueSatisfying(condition -> {
                assertThat(condition.sql()).isEqualTo("batch.clicks > target.clicks");
                assertThat(condition.place()).hasToString("assets/a/b.sql:7:18");
            });
            assertThat(merge.insertWhen()).isPresent();
            assertThat(merge.deleteWhen()).isPresent();
        });
        assertThat(table().definition().get("write"))
                .contains("[user_id, day]", "order updated_at", "update batch.clicks");
    }

    @Test
    void versionsHaveAKeyAndWhatIsTracked() {
        write(DAILY
                + "write: {scd2: {key: user_id, track: [country, plan], time: updated_at, delete_when: batch.gone}}\n");

        assertThat(table().write()).isInstanceOfSatisfying(WriteMode.Scd2.class, scd2 -> {
            assertThat(scd2.key()).containsExactly("user_id");
            assertThat(scd2.track()).containsExactly("country", "plan");
            assertThat(scd2.time()).contains("updated_at");
            assertThat(scd2.place()).hasToString("assets/a/b.sql:3:15");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write: upsert | assets/a/b.sql:2:8 | one of overwrite, append, snapshot",
                "write: merge | assets/a/b.sql:2:8 | A merge goes by a key: 'write: {merge: {key: id}}'",
                "write: {merge: {}} | assets/a/b.sql:2:16 | Missing key 'key'",
                "write: {} | assets/a/b.sql:2:8 | exactly one of merge, scd2",
                "write: {merge: {key: a}, scd2: {key: a}} | assets/a/b.sql:2:8 | found",
                "write: {merge: {key: a, when: b}} | assets/a/b.sql:2:25 | Invalid key 'when'",
                "write: append | assets/a/b.sql:2:8 | Missing cut along time: with 'write: append'",
                "write: {scd2: {key: a}} | assets/a/b.sql:2:8 | Missing cut along time: with 'write: scd2'",
                "partition: {every: day, start: 2025-03-01} | assets/a/b.sql:2:12 | Missing key 'column': a partition along time",
                "'{partition: {column: d, every: day, start: 2025-03-01}, write: snapshot}' | assets/a/b.sql:2:13 | Invalid key 'column': with 'write: snapshot'",
                "'{partition: {every: day, start: 2025-03-01}, batch: 7, write: {merge: {key: a}}}' | assets/a/b.sql:2:53 | Invalid key 'batch': with 'write: merge'"
            })
    void whatDoesNotFitIsToldWithItsPlace(String header, String place, String words) {
        write(header + "\n");

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith(place).contains(words));
    }
}
