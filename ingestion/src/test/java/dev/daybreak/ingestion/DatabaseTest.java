package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void open() throws SQLException {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        bench = new Bench(
                folder,
                new Settings.Connection("pg", url.replaceAll("\\?.*", ""), "postgres", "secret"),
                new Settings.Connection("file", "jdbc:sqlite:users.db", "", ""),
                new Settings.Connection("gone", "jdbc:postgresql://localhost:1/shop", "ana", "secret"),
                new Settings.Connection("nofile", "jdbc:sqlite:none.db", "", ""));
        pg("DROP TABLE IF EXISTS users", "DROP TABLE IF EXISTS events");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static void pg(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void sqlite(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bench.root.resolve("users.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Sources table(String connection, String table, String cursor, String... keys) {
        return Sources.of(new SourceAsset.Database(connection, table, null, cursor, List.of(keys)));
    }

    private static Sources events(String... keys) {
        return table("pg", "events", "at", keys).columns("id long", "at timestamptz", "what string");
    }

    @Test
    void readsPostgresTypesIntoTheContractsTypes() throws SQLException {
        pg(
                "CREATE TABLE users (id bigint, name text, born date, at timestamptz, local timestamp, paid numeric(8,2),"
                        + " ok boolean, tags text[])",
                "INSERT INTO users VALUES (1, 'Ana', '1990-04-01', '2026-01-01 10:00:00.123456+02', '2026-01-01 10:00:00',"
                        + " 12.50, true, '{a,b}'), (2, null, null, null, null, null, null, null)");
        SourceAsset source = table("pg", "users", null)
                .columns(
                        "id long required",
                        "name string",
                        "born date",
                        "at timestamptz",
                        "local timestamp",
                        "paid decimal(8,2)",
                        "ok boolean",
                        "tags list<string>")
                .build();

        bench.run(source, "run1");

        assertThat(
                        bench.query(
                                source.key(),
                                "SELECT id, name, born, \"at\", \"local\", paid, ok, tags, _ingested_at IS NOT NULL FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|Ana|1990-04-01|2026-01-01T08:00:00.123456Z|2026-01-01T10:00|12.50|true|[a, b]|true",
                        "2|null|null|null|null|null|null|null|true");
    }

    @Test
    void aFullLoadReplacesTheTableAndTheProbeSeesEveryChange() throws SQLException {
        sqlite("CREATE TABLE users (id INTEGER, age INTEGER)", "INSERT INTO users VALUES (1, 33), (2, 44)");
        SourceAsset source =
                table("file", "users", null).columns("id long", "age int").build();
        String first = bench.materializer.outside(source).version();
        bench.run(source, "run1");
        assertThat(bench.materializer.outside(source).version()).isEqualTo(first);

        sqlite("UPDATE users SET age = 45 WHERE id = 2", "DELETE FROM users WHERE id = 1");
        assertThat(bench.materializer.outside(source).version()).isNotEqualTo(first);
        assertThat(bench.materializer.outside(source).news()).isEqualTo("'file.users' now has 1 rows");
        bench.run(source, "run2");

        assertThat(bench.query(source.key(), "SELECT id, age FROM TABLE")).containsExactly("2|45");
    }

    @Test
    void rowsWithAnEqualCursorThatArriveLaterAreNotLostAndNoneDoubles() throws SQLException {
        pg(
                "CREATE TABLE events (id bigint, at timestamptz, what text)",
                "INSERT INTO events VALUES (1, '2026-01-01', 'a'), (2, '2026-01-02', 'b'), (2, '2026-01-02', 'b')");
        SourceAsset source = events().build();
        bench.run(source, "run1");
        String before = bench.materializer.outside(source).version();

        pg("INSERT INTO events VALUES (3, '2026-01-02', 'c'), (2, '2026-01-02', 'b'), (4, '2026-01-03', 'd')");
        assertThat(bench.materializer.outside(source).version()).isNotEqualTo(before);
        bench.run(source, "run2");
        bench.run(source, "run3");

        assertThat(bench.query(source.key(), "SELECT id, what FROM TABLE ORDER BY id, what"))
                .containsExactly("1|a", "2|b", "2|b", "2|b", "3|c", "4|d");
    }

    /** Times of SQLite are texts. */
    @Test
    void rowsOfSqliteWithAnEqualCursorAreNotLostEither() throws SQLException {
        sqlite(
                "CREATE TABLE users (id INTEGER, at TEXT, what TEXT)",
                "INSERT INTO users VALUES (1, '2026-01-01 10:00:00', 'a'), (2, '2026-01-02 10:00:00', 'b')");
        SourceAsset source = table("file", "users", "at")
                .columns("id long", "at timestamp", "what string")
                .build();
        bench.run(source, "run1");

        sqlite("INSERT INTO users VALUES (3, '2026-01-02 10:00:00', 'c'), (4, '2026-01-01 09:00:00', 'too early'),"
                + " (5, '2026-01-03 10:00:00', 'd')");
        bench.run(source, "run2");
        bench.run(source, "run3");

        assertThat(bench.query(source.key(), "SELECT id, \"at\", what FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|2026-01-01T10:00|a", "2|2026-01-02T10:00|b", "3|2026-01-02T10:00|c", "5|2026-01-03T10:00|d");
    }

    @Test
    void keysTellRowsWithAnEqualCursorApart() throws SQLException {
        pg(
                "CREATE TABLE events (id bigint, at timestamptz, what text)",
                "INSERT INTO events VALUES (1, '2026-01-01', 'a')");
        SourceAsset source = events("id").build();
        bench.run(source, "run1");

        pg("UPDATE events SET what = 'renamed'", "INSERT INTO events VALUES (2, '2026-01-01', 'b')");
        bench.run(source, "run2");

        assertThat(bench.query(source.key(), "SELECT id, what FROM TABLE ORDER BY id"))
                .containsExactly("1|a", "2|b");
    }

    @Test
    void badRowsAtTheLastCursorGoToTheDeadLettersOnce() throws SQLException {
        pg(
                "CREATE TABLE events (id text, at timestamptz, what text)",
                "INSERT INTO events VALUES ('1', '2026-01-01', 'a'), ('x', '2026-01-01', 'b')");
        SourceAsset source = events().badRecords(0.9).build();
        bench.run(source, "run1");
        bench.run(source, "run2");

        assertThat(bench.deadLetters(source))
                .containsExactly(
                        "pg.events|2|column 'id': 'x' is no long|{\"id\":\"x\",\"at\":\"2026-01-01T00:00Z\",\"what\":\"b\"}");
        assertThat(bench.query(source.key(), "SELECT id FROM TABLE")).containsExactly("1");
    }

    @Test
    void aCrashAfterTheCommitMovesTheCursorOnRecoveryAndOneBeforeDoesNot() throws SQLException {
        pg(
                "CREATE TABLE events (id bigint, at timestamptz, what text)",
                "INSERT INTO events VALUES (1, '2026-01-01', 'a')");
        SourceAsset source = events().build();
        try (Work work = bench.prepare(source, "run1")) {
            work.compute();
        }
        assertThat(bench.recover(source, "run1")).isEmpty();
        bench.run(source, "run2");
        bench.store.jdbi().useHandle(handle -> handle.execute("UPDATE source_cursor SET state = 'pending'"));

        assertThat(bench.recover(source, "run2")).isPresent();
        pg("INSERT INTO events VALUES (2, '2026-01-02', 'b')");
        bench.run(source, "run3");

        assertThat(bench.query(source.key(), "SELECT id FROM TABLE ORDER BY id"))
                .containsExactly("1", "2");
    }

    @Test
    void saysThatAColumnChangedFromNumberToDateAndKeepsYesterdaysData() throws SQLException {
        pg("CREATE TABLE users (id bigint, age int)", "INSERT INTO users VALUES (1, 33)");
        SourceAsset source =
                table("pg", "users", null).columns("id long", "age int").build();
        bench.run(source, "run1");
        pg("ALTER TABLE users ALTER age TYPE date USING date '1990-04-01'");

        assertThatThrownBy(() -> bench.run(source, "run2"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': column 'age' is int in the contract, and now holds date values such as"
                                + " '1990-04-01' (pg.users:1) in 1 of 1 records; 'bad_records' permits 0 %.")
                .is(Failures.badSource("sources/clicks.yaml"));
        assertThat(bench.query(source.key(), "SELECT age FROM TABLE")).containsExactly("33");
    }

    @Test
    void refusesNewAndDroppedColumnsAndMissingTables() throws SQLException {
        sqlite("CREATE TABLE users (id INTEGER, mail TEXT)", "INSERT INTO users VALUES (1, 'a@b')");

        assertThatThrownBy(() -> bench.run(
                        table("file", "users", null).columns("id long").build(), "run1"))
                .hasMessage("Cannot bring in 'raw.clicks': the data has a new column 'mail' (text, such as 'a@b', in"
                        + " 'file.users') that the contract has not.");
        assertThatThrownBy(() -> bench.run(
                        table("file", "users", null)
                                .columns("id long", "mail string", "age int")
                                .build(),
                        "run2"))
                .hasMessage("Cannot bring in 'raw.clicks': column 'age' (int) of the contract is not in 'file.users'.");
        assertThatThrownBy(() -> bench.run(
                        table("file", "people", null).columns("id long").build(), "run3"))
                .hasMessageStartingWith(
                        "Cannot read 'file.people' for 'raw.clicks' at '" + bench.root.resolve("users.db") + "': ")
                .is(Failures.badSource("sources/clicks.yaml"));
    }

    @Test
    void namesAnUnreachableDatabaseWithoutItsPassword() {
        for (String connection : List.of("gone", "nofile")) {
            SourceAsset source =
                    table(connection, "users", null).columns("id long").build();
            assertThatThrownBy(() -> bench.materializer.outside(source))
                    .hasMessageStartingWith("Cannot reach database '" + connection + "' at '"
                            + (connection.equals("gone") ? "localhost:1" : bench.root.resolve("none.db")) + "'")
                    .hasMessageNotContaining("secret")
                    .isInstanceOfSatisfying(DaybreakException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
                        assertThat(failure.place()).isPresent();
                    });
        }
    }

    @Test
    void twoAttemptsAtOneStepPublishOnce() throws SQLException {
        pg("CREATE TABLE users (id bigint)", "INSERT INTO users VALUES (1)");
        SourceAsset source = table("pg", "users", null).columns("id long").build();
        bench.run(source, "run1");
        try (Work work = bench.prepare(source, "run1")) {
            work.compute();
            work.publish(bench.guard(source, "run1"), Set.of(DataInterval.ALL));
        }

        assertThat(bench.lake.find(source.key()).orElseThrow().history()).hasSize(1);
    }
}
