package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SqliteStoreTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return Store.open(folder);
    }

    @Test
    void warmingUpLeavesNothingBehind() throws IOException {
        Store.warmUp();

        try (Store store = Store.open(folder.resolve("state"));
                Stream<Path> files = Files.list(folder)) {
            assertThat(store.now()).isAfter(Instant.EPOCH);
            assertThat(files).containsExactly(folder.resolve("state"));
        }
    }

    @Test
    void refusesAStoreOfANewerVersionAndChangesNothing() throws IOException {
        try (Store store = Store.open(folder)) {
            store.jdbi()
                    .useHandle(handle ->
                            handle.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '1'"));
            store.jdbi().useHandle(handle -> handle.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        byte[] before = Files.readAllBytes(folder.resolve("metadata.db"));

        assertThatThrownBy(() -> Store.open(folder))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NEWER_PROJECT);
                    assertThat(e.mend()).contains("newer version of Daybreak");
                })
                .hasMessageContaining("Cannot open the metadata store '" + folder.resolve("metadata.db") + "'")
                .hasMessageContaining("it has version 999, and this program knows versions up to "
                        + Migrations.known().last());
        assertThat(Files.readAllBytes(folder.resolve("metadata.db"))).isEqualTo(before);
    }

    @Test
    void opensAStoreThatIsUpToDateWithoutLoadingFlyway() throws Exception {
        Store.open(folder).close();

        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xlog:class+load:stdout",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenedStore.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("org.jdbi").contains("opened in").doesNotContain("org.flywaydb");
    }

    @Test
    void saysThatAFileIsNoStore() throws IOException {
        Files.writeString(folder.resolve("metadata.db"), "something else entirely, and long enough to be looked at");

        assertThatThrownBy(() -> Store.open(folder))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("Cannot open the metadata store")
                .hasMessageContaining("not a database");
    }
}
