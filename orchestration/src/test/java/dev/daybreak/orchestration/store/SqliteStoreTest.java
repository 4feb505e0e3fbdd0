package dev.daybreak.orchestration.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.problem.DaybreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class SqliteStoreTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return Store.open(folder);
    }

    @Override
    String dialect() {
        return "sqlite";
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
    void changesNothingInAStoreOfANewerVersion() throws IOException {
        try (Store store = Store.open(folder)) {
            store.jdbi()
                    .useHandle(handle ->
                            handle.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '1'"));
            store.jdbi().useHandle(handle -> handle.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        byte[] before = Files.readAllBytes(folder.resolve("metadata.db"));

        assertThatThrownBy(() -> Store.open(folder))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("Cannot open the metadata store '" + folder.resolve("metadata.db") + "'");
        assertThat(Files.readAllBytes(folder.resolve("metadata.db"))).isEqualTo(before);
    }

    /** What has been applied somewhere must stay as it is: the sums are those of released versions. */
    @Test
    void takesUpAStoreOfAnOlderVersionWhoseFilesLayInOneFolder() throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("migrations"));
        for (String file : List.of("migration/V1__runs.sql", "migration/V2__ledger.sql", "sqlite/V3__registry.sql")) {
            try (InputStream text = Store.class.getResourceAsStream("/db/" + file)) {
                Files.copy(text, migrations.resolve(file.replaceAll(".*/", "")));
            }
        }
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + folder.resolve("metadata.db"), null, null)
                .locations("filesystem:" + migrations)
                .load()
                .migrate();
        Jdbi.create("jdbc:sqlite:" + folder.resolve("metadata.db")).useHandle(old -> {
            old.execute("INSERT INTO run VALUES ('r1', 'run', '', 'ana', 'SUCCEEDED', 1, 2, '', 0, 0, 0)");
            old.execute(
                    "INSERT INTO step VALUES ('r1/raw.a/all', 'r1', 'raw.a', 0, 9, '[[0,9]]', 'SUCCEEDED', '', '', 1, 1, 2,"
                            + " NULL, NULL, NULL, NULL)");
            old.execute(
                    "INSERT INTO attempt VALUES (5, 'r1-5', 'r1/raw.a/all', 'r1', 'raw.a', 'SUCCEEDED', '', 0, 0, 0, 1, 2,"
                            + " 'r1/raw.a-5.log', NULL, NULL, NULL, NULL, NULL)");
            old.execute("INSERT INTO claim VALUES ('raw.a', 0, 9, 5)");
            old.execute(
                    "INSERT INTO materialization VALUES ('raw.a', 0, 9, 5, 'r1', 'r1/raw.a/all', 'f', '{}', NULL, '{}', 1, 2)");
        });

        try (Store store = Store.open(folder)) {
            List<String> attempts = store.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT name || ' ' || interval_start || '-' || interval_end FROM attempt")
                    .mapTo(String.class)
                    .list());
            assertThat(attempts).containsExactly("r1-5 0-9");
            List<Map<String, Object>> broken = store.jdbi()
                    .withHandle(handle -> handle.createQuery("PRAGMA foreign_key_check")
                            .mapToMap()
                            .list());
            assertThat(broken).isEmpty();
            List<Integer> sums = store.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT checksum FROM flyway_schema_history ORDER BY installed_rank")
                    .mapTo(Integer.class)
                    .list());

            assertThat(sums).startsWith(-1937165949, 432356915, -1533578548).hasSameSizeAs(Migrations.known("sqlite"));
        }
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
        assertThat(output)
                .contains("org.jdbi")
                .contains("opened in")
                .doesNotContain("org.flywaydb", "org.postgresql", "com.zaxxer");
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
