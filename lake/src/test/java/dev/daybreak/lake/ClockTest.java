package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.iceberg.HasTableOperations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine whose clock is not that of the one before it: what was published then lies in the future. */
class ClockTest {
    private static final Pattern TIME = Pattern.compile("(\"(?:last-updated-ms|timestamp-ms)\"\\s*:\\s*)(\\d+)");

    @TempDir
    Path folder;

    private TestTable test;
    private Path metadata;

    @BeforeEach
    void publish() {
        test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 5);
        metadata = Path.of(
                ((HasTableOperations) test.foreign()).operations().current().metadataFileLocation());
    }

    /** As if whoever published had been so far ahead. */
    private void ahead(Duration time) throws IOException {
        String shifted = TIME.matcher(Files.readString(metadata))
                .replaceAll(found -> found.group(1) + (Long.parseLong(found.group(2)) + time.toMillis()));
        Files.writeString(metadata, shifted);
    }

    /** Another process, which knows nothing yet. */
    private LakeTable table() {
        return Lakes.open(folder).find(TestTable.KEY).orElseThrow();
    }

    @Test
    void aFewSecondsDoNotMatter() throws Exception {
        ahead(Duration.ofSeconds(30));

        table().publish(test.stage("b-1", clicks("2025-03-02", 2)), List.of(day("2025-03-02")), UTC, guard("b"));

        assertThat(test.steps()).containsExactly("b", "a");
        assertThat(test.rows()).hasSize(7);
    }

    @Test
    void aClockThatWentBackIsToldAndNothingIsLostUntilItIsRight() throws Exception {
        ahead(Duration.ofHours(3));

        assertThatThrownBy(() -> table().publish(
                                test.stage("b-1", clicks("2025-03-01", 2)),
                                List.of(day("2025-03-01")),
                                UTC,
                                guard("b")))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
                    assertThat(e.getMessage())
                            .startsWith("Cannot publish to table '" + TestTable.KEY + "': this machine's clock")
                            .contains("nothing was changed");
                    assertThat(e.mend()).contains("clock");
                });
        assertThat(test.steps()).containsExactly("a");
        assertThat(test.rows()).hasSize(5);

        ahead(Duration.ofHours(-3));
        table().publish(test.stage("b-1", clicks("2025-03-01", 2)), List.of(day("2025-03-01")), UTC, guard("b"));

        assertThat(test.steps()).containsExactly("b", "a");
        assertThat(test.rows()).hasSize(2);
    }
}
