package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.asset.SourceAsset.Load;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file once, whatever dies and however often a step runs. */
class LedgerTest {
    private static final SourceAsset CLICKS =
            Sources.jsonLines("data/*").columns("id long").badRecords(0.9).build();
    private static final SourceAsset WHOLE = Sources.files("data/*", Format.JSON_LINES, Load.FULL)
            .columns("id long")
            .badRecords(0.9)
            .build();

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bench.write("data/a.jsonl", "{\"id\":1}\nbad a\n");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void assertBothFilesOnce() {
        assertThat(bench.query(CLICKS.key(), "SELECT id FROM TABLE ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(bench.deadLetters(CLICKS))
                .containsExactly("data/a.jsonl|2|malformed JSON|bad a", "data/b.jsonl|1|malformed JSON|bad b");
    }

    @Test
    void bringsOnlyNewFilesInAndSaysHowManyThereAre() {
        assertThat(bench.materializer.outside(CLICKS).news()).isEqualTo("1 new file");
        bench.run(CLICKS, "run1");
        String version = bench.materializer.outside(CLICKS).version();
        assertThat(bench.materializer.outside(CLICKS).news()).isEmpty();

        bench.write("data/b.jsonl", "bad b\n{\"id\":2}\n");
        assertThat(bench.materializer.outside(CLICKS).version()).isNotEqualTo(version);
        bench.run(CLICKS, "run2");
        bench.run(CLICKS, "run3");

        assertBothFilesOnce();
        assertThat(bench.log).contains("no new files; the table stays as it is");
    }

    @Test
    void convergesAfterACrashBeforeTheCommit() {
        SourceWork work = (SourceWork) bench.prepare(CLICKS, "run1");
        work.compute();
        work.announce();
        work.close();

        assertThat(bench.recover(CLICKS, "run1")).isEmpty();
        assertThat(Failures.filesOf(folder.resolve("lake"), ".parquet")).isEmpty();
        bench.write("data/b.jsonl", "bad b\n{\"id\":2}\n");
        bench.run(CLICKS, "run1");

        assertBothFilesOnce();
    }

    @Test
    void recoveryRemovesWhatAKilledAttemptKeptWhileItRead() {
        bench.prepare(CLICKS, "run1");
        bench.write("../state/intake/" + bench.attempt() + "/notes-1/unread.tsv", "left");

        assertThat(bench.recover(CLICKS, "run1")).isEmpty();

        assertThat(folder.resolve("state/intake")).isEmptyDirectory();
    }

    @Test
    void convergesAfterACrashBetweenTheCommitAndTheDeadLetters() {
        SourceWork work = (SourceWork) bench.prepare(CLICKS, "run1");
        work.compute();
        work.announce();
        work.commit(bench.guard(CLICKS, "run1"));
        work.close();
        bench.write("data/b.jsonl", "bad b\n{\"id\":2}\n");

        assertThat(bench.recover(CLICKS, "run1")).isPresent();
        assertThat(bench.recover(CLICKS, "run1")).isPresent();
        bench.run(CLICKS, "run2");

        assertBothFilesOnce();
    }

    @Test
    void convergesAfterACrashBeforeTheLedgerIsSettled() {
        bench.run(CLICKS, "run1");
        bench.store.jdbi().useHandle(handle -> handle.execute("UPDATE ingested_file SET state = 'pending'"));
        bench.write("data/b.jsonl", "bad b\n{\"id\":2}\n");

        assertThat(bench.recover(CLICKS, "run1")).isPresent();
        bench.run(CLICKS, "run2");

        assertBothFilesOnce();
    }

    @Test
    void anAttemptThatIsGivenUpLeavesNoFiles() {
        try (Work work = bench.prepare(CLICKS, "run1")) {
            work.compute();
            assertThat(Failures.filesOf(folder.resolve("lake"), ".parquet")).hasSize(2);
        }
        assertThat(folder.resolve("state/intake")).isEmptyDirectory();

        assertThat(Failures.filesOf(folder.resolve("lake"), ".parquet")).isEmpty();
        assertThat(bench.materializer.outside(CLICKS).news()).isEqualTo("1 new file");
    }

    @Test
    void refusesAFileThatChangedAfterItWasBroughtIn() {
        bench.run(CLICKS, "run1");
        bench.write("data/a.jsonl", "{\"id\":1}\nbad a\n{\"id\":3}\n");

        assertThat(bench.materializer.outside(CLICKS).news()).isEqualTo("1 changed file");
        assertThatThrownBy(() -> bench.run(CLICKS, "run2"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': 'data/a.jsonl' changed after it was brought in. Its rows are in the table"
                                + " already, and which ones are new cannot be told.")
                .is(Failures.badSource("sources/clicks.yaml"))
                .is(Failures.mend("Write new rows to new files and put the old one back, or set 'load: full'"));
        assertThat(bench.query(CLICKS.key(), "SELECT id FROM TABLE")).containsExactly("1");
    }

    @Test
    void takesAFileWithAnotherTimeAndTheSameContentForTheSame() throws IOException {
        bench.run(CLICKS, "run1");
        Path file = bench.root.resolve("data/a.jsonl");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));

        assertThat(bench.materializer.outside(CLICKS).news()).isEmpty();
        assertThat(bench.store.jdbi().<Long, RuntimeException>withHandle(handle -> handle.createQuery(
                                "SELECT modified_at FROM ingested_file")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1_000_000_000_000L);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_100_000_000_000L));
        bench.run(CLICKS, "run2");
        assertThat(bench.query(CLICKS.key(), "SELECT id FROM TABLE")).containsExactly("1");
    }

    @Test
    void refusesAFileOfTheSameSizeWithOtherContent() throws IOException {
        bench.run(CLICKS, "run1");
        Path file = bench.write("data/a.jsonl", "{\"id\":7}\nbad a\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));

        assertThat(bench.materializer.outside(CLICKS).news()).isEqualTo("1 changed file");
    }

    @Test
    void keepsRowsOfAFileThatVanished() throws IOException {
        bench.run(CLICKS, "run1");
        bench.write("data/b.jsonl", "bad b\n{\"id\":2}\n");
        Files.delete(bench.root.resolve("data/a.jsonl"));
        bench.run(CLICKS, "run2");

        assertBothFilesOnce();
        assertThat(bench.log)
                .contains("1 files that were brought in earlier are gone, such as 'data/a.jsonl'; their rows stay");
    }

    @Test
    void aFullLoadReplacesRowsAndDeadLettersWhenAFileChanged() throws IOException {
        bench.run(WHOLE, "run1");
        Path file = bench.write("data/a.jsonl", "{\"id\":5}\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        bench.run(WHOLE, "run2");

        assertThat(bench.query(WHOLE.key(), "SELECT id FROM TABLE")).containsExactly("5");
        assertThat(bench.deadLetters(WHOLE)).isEmpty();
        assertThat(bench.materializer.outside(WHOLE).news()).isEmpty();
    }

    @Test
    void judgesTheStagedRowsByTheSourcesChecks() {
        SourceAsset checked = Sources.jsonLines("data/*")
                .columns("id long")
                .badRecords(0.9)
                .checks(new CheckSpec(
                        "expect_column_values_to_be_between",
                        Map.of("column", "id", "min_value", 5),
                        CheckSpec.Severity.BLOCK,
                        Place.of("sources/clicks.yaml")))
                .build();

        try (Work work = bench.prepare(checked, "run1")) {
            work.compute();
            assertThat(work.audit()).singleElement().satisfies(audit -> {
                assertThat(audit.blocks()).isTrue();
                assertThat(audit.rows()).isEqualTo(1);
            });
        }

        assertThat(bench.query(checked.key(), "SELECT count(*) FROM TABLE")).containsExactly("0");
    }
}
