package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is Spark's alone: its own types, its texts, its way of finding columns. */
class SparkEngineTest {
    private final SharedSpark engine = SharedSpark.engine();
    private Session session;
    private Path folder;

    @BeforeEach
    void openSession(@TempDir Path fresh) {
        folder = fresh;
        session = engine.open(ZoneOffset.UTC);
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    @Test
    void readsItsOwnTypesAsTheNearestOfTheContract() {
        try (Rows rows = session.query("SELECT 1Y AS a, 2S AS b, NULL AS c, array(3S) AS d")) {
            rows.next();

            assertThat(rows.schema().columns())
                    .extracting(column -> column.type().toString())
                    .containsExactly("int", "int", "string", "list<int>");
            assertThat(rows.value(0)).isEqualTo(1);
            assertThat(rows.value(1)).isEqualTo(2);
            assertThat(rows.value(2)).isNull();
            assertThat(rows.value(3)).isEqualTo(List.of(3));
        }
    }

    @Test
    void saysHowToMendAColumnOfIntervals() {
        assertThatThrownBy(() -> session.describe("SELECT INTERVAL 1 DAY AS age"))
                .isInstanceOf(DaybreakException.class)
                .hasMessageStartingWith(
                        "Cannot read the query: column 'age' is of Spark's type INTERVAL DAY, but must be");
    }

    @Test
    void takesTextInSingleQuotesAndNamesInDoubleQuotes() {
        assertThat(rows("SELECT \"two words\" FROM (SELECT 'x' AS \"two words\") AS t"))
                .containsExactly(List.of("x"));
    }

    @Test
    void tellsThePlaceOfWhatCannotBeParsed() {
        assertThatThrownBy(() -> session.describe("SELECT 1 AS x,\n       (2 + ) AS y"))
                .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SQL))
                .hasMessageStartingWith("Cannot read the query: Syntax error at or near ')'")
                .cause()
                .hasMessage("line 2, column 13");
    }

    @Test
    void knowsInstantsByTheStandardsName() {
        String instant = "TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+02:00'";

        assertThat(rows("SELECT " + instant + " AS x, CAST('2024-01-01 00:00:00Z' AS timestamp with  time zone) AS y,"
                        + " 'TIMESTAMP WITH TIME ZONE' AS z -- TIMESTAMP WITH TIME ZONE"))
                .containsExactly(List.of(
                        Instant.parse("2023-12-31T22:00:00Z"),
                        Instant.parse("2024-01-01T00:00:00Z"),
                        "TIMESTAMP WITH TIME ZONE"));
    }

    @Test
    void knowsTheFunctionsThatChecksUse() {
        assertThat(rows("SELECT regexp_matches('abc', 'b') AS a, regexp_matches('abc', '^b') AS b,"
                        + " json_valid('{}') AS c, json_valid('{') AS d, json_valid('null') AS e"))
                .containsExactly(List.of(true, false, true, false, true));
    }

    @Test
    void reachesAServerThatRuns(@TempDir Path temporary) {
        EngineProvider.Options options =
                new EngineProvider.Options(new Spark.Server(engine.url()), Path.of("none"), 1, 1, temporary);
        try (Engine other = new SparkProvider().open(options);
                Session there = other.open(ZoneOffset.UTC)) {
            assertThat(there.describe("SELECT 1 AS x").names()).containsExactly("x");
        }
    }

    @Test
    void usesAConnectionAgainWithoutWhatWasRegistered() {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG));
        WrittenFile file = write("SELECT 1 AS id", schema).get(0);
        ConnectSession first = (ConnectSession) engine.open(ZoneOffset.UTC);
        first.register("mine", relation(schema, List.of(1), file));
        first.close();

        try (ConnectSession second = (ConnectSession) engine.open(ZoneOffset.UTC);
                ConnectSession elsewhere = (ConnectSession) engine.open(ZoneOffset.ofHours(2))) {
            assertThat(second.connection()).isSameAs(first.connection());
            assertThat(elsewhere.connection()).isNotSameAs(first.connection());
            assertThatThrownBy(() -> second.describe("SELECT * FROM mine"))
                    .isInstanceOfSatisfying(
                            DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SQL));
        }
    }

    @Test
    void givesUpAConnectionOfWhichItCannotTellWhatIsLeftInIt() {
        ConnectSession first = (ConnectSession) engine.open(ZoneOffset.UTC);
        first.execute("SET spark.sql.ansi.enabled = false");
        first.close();

        try (ConnectSession second = (ConnectSession) engine.open(ZoneOffset.UTC)) {
            assertThat(second.connection()).isNotSameAs(first.connection());
        }
    }

    @Test
    void failsOnDivisionByZero() {
        assertThatThrownBy(() -> rows("SELECT 1 / x AS y FROM (VALUES (0)) AS t(x)"))
                .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_FAILED))
                .hasMessageStartingWith("Cannot run the query: Division by zero.");
    }

    @Test
    void roundsFractionsThatAreWrittenAsIntegers() {
        Schema schema = Schema.of(
                Column.of("a", Primitive.INT),
                Column.of("b", Primitive.LONG),
                Column.of("c", new DataType.Decimal(9, 1)));

        WrittenFile file = write("SELECT 1.7 AS a, CAST(-2.6 AS DOUBLE) AS b, 0.25 AS c", schema)
                .get(0);

        session.register("t", relation(schema, List.of(1, 2, 3), file));
        assertThat(rows("SELECT * FROM t")).containsExactly(List.of(2, -3L, new BigDecimal("0.3")));
    }

    /** A file's column may have the name that another column has now; a filter must not look into the wrong one. */
    @Test
    void filtersColumnsThatSwappedTheirNames() {
        Schema written = Schema.of(Column.of("a", Primitive.LONG), Column.of("b", Primitive.LONG));
        WrittenFile file = write("SELECT 1 AS a, 1000 AS b", written).get(0);

        session.register("t", relation(written, List.of(2, 1), file));

        assertThat(rows("SELECT a, b FROM t WHERE a = 1000")).containsExactly(List.of(1000L, 1L));
    }

    @Test
    void putsWhatSeveralTasksWroteIntoOneFileInOrder() {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG));

        List<WrittenFile> files = write("SELECT id FROM range(0, 1000, 1, 7)", schema);

        assertThat(files).extracting(WrittenFile::rows).containsExactly(1_000L);
        session.register("t", relation(schema, List.of(1), files.get(0)));
        assertThat(rows("SELECT id FROM t"))
                .extracting(row -> row.get(0))
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(Long::valueOf).toList());
    }

    @Test
    void readsAndWritesFoldersWithSpacesAndSigns() throws Exception {
        folder = Files.createDirectories(folder.resolve("my folder + 100%"));
        Schema schema = Schema.of(Column.of("id", Primitive.LONG));
        WrittenFile file = write("SELECT 1 AS id UNION ALL SELECT 2", schema).get(0);
        Schema positions = Schema.of(Column.of("file_path", Primitive.STRING), Column.of("pos", Primitive.LONG));
        WrittenFile deletes = write("SELECT '" + file.path() + "' AS file_path, 0 AS pos", positions)
                .get(0);

        Relation.DataFile data = new Relation.DataFile(
                file.path().toString(),
                2,
                List.of(new Relation.PositionDeletes(deletes.path().toString())));
        session.register("t", new Relation(schema, List.of(1), List.of(data), Optional.empty()));

        assertThat(rows("SELECT id FROM t")).containsExactly(List.of(2L));
    }

    @Test
    void leavesNothingInItsOwnFolderAfterAWrite() {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG));

        write("SELECT id FROM range(0, 1000, 1, 7)", schema);

        assertThat(folder)
                .isDirectoryContaining(path -> path.getFileName().toString().startsWith("attempt-1_"));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private List<WrittenFile> write(String sql, Schema schema) {
        List<FieldId> ids = new ArrayList<>();
        schema.names().forEach(name -> ids.add(new FieldId(name, ids.size() + 1, List.of())));
        return session.write(sql, new WriteSpec(schema, ids, Optional.empty(), List.of(), folder, "attempt-1"));
    }

    private static Relation relation(Schema schema, List<Integer> ids, WrittenFile file) {
        Relation.DataFile data = new Relation.DataFile(file.path().toString(), file.rows(), List.of());
        return new Relation(schema, ids, List.of(data), Optional.empty());
    }

    private List<List<Object>> rows(String sql) {
        try (Rows rows = session.query(sql)) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < rows.schema().columns().size(); i++) {
                    row.add(rows.value(i));
                }
                all.add(row);
            }
            return all;
        }
    }
}
