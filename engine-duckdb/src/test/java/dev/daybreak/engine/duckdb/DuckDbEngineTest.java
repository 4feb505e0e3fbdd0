package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WriteSpec.TimeSplit;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Grain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is DuckDB's alone: its settings, its folder, its own types and its error texts. */
class DuckDbEngineTest {
    private static final ZoneId UTC = ZoneOffset.UTC;

    @TempDir
    private Path folder;

    private DuckDbEngine open() {
        return DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 2, folder.resolve("spill")));
    }

    @Test
    void setsWhatItMayUseAndLoadsNothingFromOutside() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(ZoneId.of("Europe/Berlin"))) {
            assertThat(setting(session, "memory_limit")).isEqualTo("128.0 MiB");
            assertThat(setting(session, "threads")).isEqualTo("2");
            assertThat(setting(session, "temp_directory"))
                    .startsWith(folder.resolve("spill").toString());
            assertThat(setting(session, "TimeZone")).isEqualTo("Europe/Berlin");
            assertThat(setting(session, "autoinstall_known_extensions")).isEqualTo("false");
            assertThat(setting(session, "autoload_known_extensions")).isEqualTo("false");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Z, 10:00:00",
        "UTC, 10:00:00",
        "+05:30, 15:30:00",
        "-03:00, 07:00:00",
        "UTC+02:00, 12:00:00",
        "GMT, 10:00:00"
    })
    void takesFixedOffsetsForZones(String zone, String time) {
        try (DuckDbEngine engine = open();
                Session session = engine.open(ZoneId.of(zone));
                Rows rows = session.query("SELECT strftime(TIMESTAMPTZ '2026-01-03 10:00:00Z', '%H:%M:%S')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.value(0)).isEqualTo(time);
        }
    }

    @Test
    void makesTheEstimateOfDistinctValuesKnownToTheFirstTextThatNamesItAndToAllSessionsAfter() {
        try (DuckDbEngine engine = open();
                Session first = engine.open(UTC);
                Session second = engine.open(UTC)) {
            first.execute("CREATE TEMP VIEW few AS SELECT Approx_Count_Distinct(i % 5) AS n FROM range(100) AS r(i)");

            assertThat(number(first, "SELECT n FROM few")).isEqualTo(5L);
            assertThat(number(second, "SELECT approx_count_distinct(i) FROM range(3) AS r(i)"))
                    .isEqualTo(3L);
            assertThat(number(
                            second,
                            "SELECT COUNT(*) FROM duckdb_functions() WHERE function_name = '"
                                    + DistinctEstimate.ESTIMATE + "'"))
                    .isEqualTo(1L);
        }
    }

    @Test
    void startsWithoutTheEstimateOfDistinctValues() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            assertThat(number(
                            session,
                            "SELECT COUNT(*) FROM duckdb_functions() WHERE function_name = '"
                                    + DistinctEstimate.ESTIMATE + "'"))
                    .isEqualTo(0L);
        }
    }

    private static Object number(Session session, String sql) {
        try (Rows rows = session.query(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.value(0);
        }
    }

    @Test
    void removesItsTemporaryFilesWhenClosed() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            session.execute(
                    "CREATE TEMP TABLE wide AS SELECT i, md5(CAST(i AS VARCHAR)) AS text FROM range(3000000) AS t(i)");
            assertThat(folder.resolve("spill"))
                    .isDirectoryRecursivelyContaining(path -> path.toString().endsWith(".tmp"));
        }

        assertThat(folder.resolve("spill")).isEmptyDirectory();
    }

    @Test
    void removesWhatAKilledEngineLeftAndNothingOfALivingOne() throws IOException {
        Path dead = Files.createDirectories(folder.resolve("spill/duckdb-dead"));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("block.tmp"), "left");
        try (DuckDbEngine living = open();
                DuckDbEngine other = open();
                Session session = living.open(UTC)) {
            assertThat(dead).doesNotExist();
            assertThat(Path.of(setting(session, "temp_directory"))).isDirectory();
            assertThat(other.name()).isEqualTo("duckdb");
        }

        assertThat(folder.resolve("spill")).isEmptyDirectory();
    }

    @Test
    void tellsWhenMemoryAndSpaceAreNotEnough() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            assertThatThrownBy(() -> session.query(
                                    "SELECT length(string_agg(md5(CAST(i AS VARCHAR)), '')) AS n FROM range(20000000) AS t(i)")
                            .next())
                    .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES))
                    .hasMessageStartingWith("Cannot run the query: ");
        }
    }

    @Test
    void keepsTablesMadeWithoutTempToTheSession() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC);
                Session other = engine.open(UTC)) {
            session.execute("CREATE TABLE kept AS SELECT 1 AS x");

            assertThat(session.describe("SELECT x FROM kept").names()).containsExactly("x");
            assertThatThrownBy(() -> other.describe("SELECT x FROM kept"))
                    .hasMessage("Cannot read the query: Table with name kept does not exist!");
        }
    }

    @Test
    void readsItsOwnTypesAsTheNearestOfTheContract() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC);
                Rows rows = session.query(
                        "SELECT 1::UTINYINT AS a, 2::HUGEINT AS b, 'x'::ENUM('x') AS c, TIME '10:00:00' AS d,"
                                + " TIMESTAMP_NS '2024-01-01 00:00:00' AS e, NULL AS f ORDER BY a")) {
            rows.next();

            assertThat(rows.schema().columns())
                    .extracting(column -> column.type().toString())
                    .containsExactly("int", "long", "string", "string", "timestamp", "string");
            assertThat(rows.value(0)).isEqualTo(1);
            assertThat(rows.value(1)).isEqualTo(2L);
            assertThat(rows.value(2)).isEqualTo("x");
            assertThat(rows.value(3)).isEqualTo("10:00:00");
            assertThat(rows.value(4)).hasToString("2024-01-01T00:00");
            assertThat(rows.value(5)).isNull();
        }
    }

    /** What the driver is told of such queries does not say all. */
    @Test
    void knowsTheColumnsOfAPivotAndOfWordsInLists() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            session.define("sold", "FROM (VALUES ('tea', 3), ('tea', 4), ('milk', 1)) AS v(what, n)");
            try (Rows rows = session.query("PIVOT sold ON what USING SUM(n)")) {
                rows.next();

                assertThat(rows.schema().columns())
                        .extracting(column -> column.name() + " " + column.type())
                        .containsExactly("milk long", "tea long");
                assertThat(List.of(rows.value(0), rows.value(1))).isEqualTo(List.of(1L, 7L));
            }
            try (Rows rows = session.query("SELECT ['x'::ENUM('x', 'y,)')] AS words")) {
                rows.next();

                assertThat(rows.schema().columns().get(0).type()).hasToString("list<string>");
                assertThat(rows.value(0)).isEqualTo(List.of("x"));
            }
        }
    }

    @Test
    void refusesWhatYieldsNoRowsBeforeItDoesSomething() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            session.execute("CREATE TABLE kept AS SELECT 1 AS n");
            for (String statement : List.of("DROP TABLE kept", "INSERT INTO kept VALUES (2)", "DELETE FROM kept")) {
                assertThatThrownBy(() -> session.query(statement)).isInstanceOf(DaybreakException.class);
            }
            try (Rows rows = session.query("SELECT COUNT(*) FROM kept;")) {
                rows.next();
                assertThat(rows.value(0)).isEqualTo(1L);
            }
        }
    }

    @Test
    void saysHowToMendAColumnOfIntervals() {
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            assertThatThrownBy(() -> session.describe("SELECT INTERVAL 1 DAY AS age"))
                    .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                    .hasMessageStartingWith(
                            "Cannot read the query: column 'age' is of DuckDB's type INTERVAL, but must be of one of")
                    .satisfies(e ->
                            assertThat(e.mend()).isEqualTo("Turn it into a number, as in epoch(age) for seconds."));
        }
    }

    @Test
    void sortsAllRowsOfAPartTogether() {
        Schema schema = Schema.of(Column.of("n", Primitive.LONG));
        FileLayout layout = new FileLayout(Optional.of(new RowOrder.Sorted(List.of("n"))), List.of());
        List<FieldId> ids = List.of(new FieldId("n", 1, List.of()));
        WriteSpec spec = new WriteSpec(schema, ids, Optional.empty(), List.of(), folder, "rows").in(layout);
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            assertThat(session.write("SELECT (i * 7919) % 1500007 AS n FROM range(1500000) AS t(i)", spec))
                    .hasSize(1);
            assertThat(session.write("SELECT i AS n FROM range(1000) AS t(i)", spec.inRanges(3)))
                    .extracting(WrittenFile::rows)
                    .containsExactlyInAnyOrder(334L, 333L, 333L);
        }
    }

    @Test
    void readsARelationOfManyFiles() {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG), Column.of("hour", Primitive.TIMESTAMP));
        List<FieldId> ids = List.of(new FieldId("id", 1, List.of()), new FieldId("hour", 2, List.of()));
        WriteSpec spec =
                new WriteSpec(schema, ids, Optional.of(new TimeSplit("hour", Grain.HOUR)), List.of(), folder, "hours");
        try (DuckDbEngine engine = open();
                Session session = engine.open(UTC)) {
            List<WrittenFile> files = session.write(
                    "SELECT i AS id, TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) MINUTE AS hour FROM range(86400) AS t(i)",
                    spec);
            assertThat(files).hasSize(1_440);

            session.register(
                    "hours",
                    new Relation(
                            schema,
                            List.of(1, 2),
                            files.stream()
                                    .map(file ->
                                            new Relation.DataFile(file.path().toString(), file.rows(), List.of()))
                                    .toList(),
                            Optional.empty()));

            try (Rows rows = session.query("SELECT COUNT(*) AS n, SUM(id) AS total FROM hours")) {
                rows.next();
                assertThat(rows.value(0)).isEqualTo(86_400L);
                assertThat(rows.value(1)).isEqualTo(86_400L * 86_399 / 2);
            }
        }
    }

    @Test
    void closesItsSessionsToo() {
        DuckDbEngine engine = open();
        Session session = engine.open(UTC);
        Rows rows = session.query("SELECT i FROM range(1000000) AS t(i)");
        rows.next();

        engine.close();

        assertThatThrownBy(() -> session.describe("SELECT 1 AS x")).hasMessageEndingWith("the session is closed.");
        assertThatThrownBy(() -> engine.open(UTC)).hasMessage("Cannot open a session: the engine is closed.");
        assertThat(folder.resolve("spill")).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatCannotBeMade() {
        assertThatThrownBy(() -> DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, Path.of("/proc/none"))))
                .isInstanceOf(DaybreakException.class)
                .hasMessageStartingWith("Cannot start DuckDB: folder '/proc/none' cannot be written");
    }

    @Test
    void refusesSettingsOutOfBounds() {
        assertThatThrownBy(() -> new DuckDbEngine.Settings(1, 1, folder))
                .hasMessage("Invalid engine settings: memory is 1 bytes, but must be at least 67108864");
        assertThatThrownBy(() -> new DuckDbEngine.Settings(1L << 30, 0, folder))
                .hasMessage("Invalid engine settings: threads is 0, but must be at least 1");
    }

    private static String setting(Session session, String name) {
        try (Rows rows = session.query("SELECT current_setting('" + name + "') AS value")) {
            rows.next();
            return rows.value(0).toString();
        }
    }
}
