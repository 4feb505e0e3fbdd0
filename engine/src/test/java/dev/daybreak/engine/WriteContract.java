package dev.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.WriteSpec.TimeSplit;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Grain;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** How rows become files. */
public interface WriteContract extends EngineFixture {
    Schema PEOPLE = Schema.of(Column.of("id", Primitive.LONG), Column.of("name", Primitive.STRING));

    @Test
    default void matchesColumnsByNameAndCastsThemToTheContract() {
        WrittenFile file = file("SELECT 'Ana' AS NAME, CAST(1 AS INT) AS id", PEOPLE);

        session().register("people", EngineFixture.relation(PEOPLE, EngineFixture.dataFile(file)));
        assertThat(session().describe("SELECT * FROM people")).isEqualTo(PEOPLE);
        assertThat(rows("SELECT * FROM people")).containsExactly(List.of(1L, "Ana"));
    }

    @Test
    default void namesFilesAfterTheAttemptAndTellsTheirRowsAndBytes() throws IOException {
        WrittenFile file = file("SELECT i AS id, 'x' AS name FROM (" + numbers(1_000) + ") AS t", PEOPLE);

        assertThat(file.path()).startsWith(folder());
        assertThat(file.path().getFileName().toString()).startsWith("attempt-1").endsWith(".parquet");
        assertThat(file.rows()).isEqualTo(1_000);
        assertThat(file.bytes()).isEqualTo(Files.size(file.path()));
        assertThat(file.partition()).isEmpty();
    }

    @Test
    default void addsToFilesOfEarlierWrites() {
        WrittenFile first = file("SELECT 1 AS id, 'x' AS name", PEOPLE);
        WrittenFile second = file("SELECT 2 AS id, 'y' AS name", PEOPLE);

        session()
                .register(
                        "all_files",
                        EngineFixture.relation(PEOPLE, EngineFixture.dataFile(first), EngineFixture.dataFile(second)));
        assertThat(rows("SELECT id FROM all_files ORDER BY id")).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    default void leavesNoFileWhenThereAreNoRows() {
        assertThat(session().write("SELECT 1 AS id, 'x' AS name WHERE 1 = 0", spec(PEOPLE)))
                .isEmpty();
    }

    @Test
    default void putsFieldIdsIntoTheFooterAndNothingButTheColumns() {
        Schema schema = Schema.of(
                Column.of("list", new DataType.ListOf(Primitive.INT)),
                Column.of("map", new DataType.MapOf(Primitive.STRING, Primitive.DOUBLE)),
                Column.of(
                        "struct",
                        new DataType.Struct(List.of(
                                Column.of("when", Primitive.TIMESTAMP), Column.of("two words", Primitive.STRING)))),
                Column.of("bytes", Primitive.BINARY),
                Column.of("day", Primitive.DATE));
        WriteSpec split = split(schema, new TimeSplit("day", Grain.DAY));

        WrittenFile file = session()
                .write("SELECT *, DATE '2024-01-02' AS day FROM (" + nestedValues() + ") AS t", split)
                .get(0);

        assertThat(fieldIds(file.path()))
                .isEqualTo(Map.of(
                        "list",
                        1,
                        "list.element",
                        10,
                        "map",
                        2,
                        "map.key",
                        20,
                        "map.value",
                        21,
                        "struct",
                        3,
                        "struct.when",
                        30,
                        "struct.two words",
                        31,
                        "bytes",
                        4,
                        "day",
                        5));
    }

    @Test
    default void splitsByHourDayAndMonthOfUtc() {
        String sql = "SELECT '1969-12-31T23:30:00Z' AS at";
        Schema schema = Schema.of(Column.of("at", Primitive.TIMESTAMPTZ));

        try (Session session = sessionIn("Asia/Tokyo")) {
            for (Grain grain : List.of(Grain.HOUR, Grain.DAY, Grain.MONTH)) {
                assertThat(session.write(sql, split(schema, new TimeSplit("at", grain))))
                        .extracting(WrittenFile::partition)
                        .containsExactly(List.of(-1));
            }
            assertThat(session.write(
                            "SELECT '2024-03-10T02:30:00Z' AS at", split(schema, new TimeSplit("at", Grain.HOUR))))
                    .extracting(WrittenFile::partition)
                    .containsExactly(List.of(475_010));
        }
    }

    @Test
    default void splitsSixtyDaysIntoOneFileEach() {
        Schema schema = Schema.of(Column.of("id", Primitive.LONG), Column.of("day", Primitive.DATE));
        String sql =
                "SELECT i AS id, DATE '2024-01-01' + CAST(i % 60 AS INT) AS day FROM (" + numbers(1_000_000) + ") AS t";

        List<WrittenFile> files = session().write(sql, split(schema, new TimeSplit("day", Grain.DAY)));

        assertThat(files).extracting(WrittenFile::rows).hasSize(60).allMatch(rows -> rows / 10 == 1_666);
        assertThat(files)
                .extracting(file -> file.partition().get(0))
                .contains((int) LocalDate.of(2024, 1, 1).toEpochDay())
                .doesNotHaveDuplicates();
    }

    @Test
    default void sortsAndSplitsVeryManyRows() {
        Schema schema = Schema.of(
                Column.of("k", Primitive.LONG), Column.of("name", Primitive.STRING), Column.of("day", Primitive.DATE));
        String sql = "SELECT (i * 7919) % 10000019 AS k, CONCAT('a name of some length ', CAST(i AS STRING)) AS name,"
                + " DATE '2024-01-01' + CAST(i % 60 AS INT) AS day FROM (" + numbers(veryMany()) + ") AS t ORDER BY k";

        List<WrittenFile> files = session().write(sql, split(schema, new TimeSplit("day", Grain.DAY)));

        assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(veryMany());
        assertThat(files).extracting(WrittenFile::partition).doesNotHaveDuplicates();
    }

    @Test
    default void putsRowsOfEachFileInOrder() {
        Schema schema = Schema.of(
                Column.of("name", Primitive.STRING), Column.of("n", Primitive.LONG), Column.of("day", Primitive.DATE));
        FileLayout layout = new FileLayout(Optional.of(new RowOrder.Sorted(List.of("Name", "n"))), List.of());
        String sql = "SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE CONCAT('w', CAST(i % 7 AS STRING)) END AS name,"
                + " (i * 7919) % 300007 AS n, DATE '2024-01-01' + CAST(i % 3 AS INT) AS day FROM ("
                + numbers(rowsOfTwoGroups()) + ") AS t";

        for (WriteSpec spec : List.of(spec(schema), split(schema, new TimeSplit("day", Grain.DAY)))) {
            List<WrittenFile> files = session().write(sql, spec.in(layout));

            assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(rowsOfTwoGroups());
            assertThat(files).extracting(WrittenFile::order).containsOnly(layout.order());
            assertThat(files).allSatisfy(this::assertSorted);
        }
    }

    private void assertSorted(WrittenFile file) {
        List<Object> names = values(file.path(), "name");
        List<Object> numbers = values(file.path(), "n");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            rows.add((names.get(i) == null ? "" : names.get(i)) + " %06d".formatted((Long) numbers.get(i)));
        }
        assertThat(rows).hasSize((int) file.rows());
        // Of hundreds of thousands of rows, a message would have all.
        assertThat(rows.equals(rows.stream().sorted().toList())).isTrue();
    }

    @Test
    default void keepsRowsWithoutATimeInAPartitionOfNull() {
        Schema schema = Schema.of(Column.of("day", Primitive.DATE), Column.of("name", Primitive.STRING));
        WriteSpec spec = split(schema, new TimeSplit("day", Grain.MONTH), new Clustering.Identity("name"));

        assertThat(session().write("SELECT CAST(NULL AS DATE) AS day, CAST(NULL AS STRING) AS name", spec))
                .extracting(WrittenFile::partition)
                .containsExactly(Arrays.asList(null, null));
    }

    /** The hashes are those of Iceberg's table specification, appendix B; the bucket is the hash without sign modulo 1000. */
    @Test
    default void bucketsAsIcebergDoes() {
        assertBucket("34", Primitive.INT, 2_017_239_379);
        assertBucket("34", Primitive.LONG, 2_017_239_379);
        assertBucket("'iceberg'", Primitive.STRING, 1_210_000_089);
        assertBucket("'2017-11-16'", Primitive.DATE, -653_330_422);
        assertBucket("'2017-11-16 22:31:08'", Primitive.TIMESTAMP, -2_047_944_441);
        assertBucket("'2017-11-16T14:31:08-08:00'", Primitive.TIMESTAMPTZ, -2_047_944_441);
        assertBucket("'14.20'", new DataType.Decimal(9, 2), -500_754_589);
    }

    private void assertBucket(String literal, DataType type, int hash) {
        Schema schema = Schema.of(Column.of("x", type));
        WriteSpec spec = split(schema, null, new Clustering.Bucket("x", 1_000));
        assertThat(session().write("SELECT " + literal + " AS x", spec))
                .as("bucket of %s %s", type, literal)
                .extracting(WrittenFile::partition)
                .containsExactly(List.of((hash & Integer.MAX_VALUE) % 1_000));
    }

    @Test
    default void truncatesTowardsSmallerNumbersAndByCharacters() {
        Schema schema = Schema.of(
                Column.of("i", Primitive.INT),
                Column.of("l", Primitive.LONG),
                Column.of("d", new DataType.Decimal(9, 2)),
                Column.of("s", Primitive.STRING));
        WriteSpec spec = split(
                schema,
                null,
                new Clustering.Truncate("i", 10),
                new Clustering.Truncate("l", 10),
                new Clustering.Truncate("d", 50),
                new Clustering.Truncate("s", 3));

        assertThat(session().write("SELECT -1 AS i, 19 AS l, -10.65 AS d, 'gr\u00fc\u00dfe' AS s", spec))
                .extracting(WrittenFile::partition)
                .containsExactly(List.of(-10, 10L, new BigDecimal("-11.00"), "gr\u00fc"));
    }

    @Test
    default void tellsIdentityValuesInTheirTypes() {
        Schema schema = Schema.of(
                Column.of("b", Primitive.BOOLEAN),
                Column.of("i", Primitive.INT),
                Column.of("s", Primitive.STRING),
                Column.of("d", Primitive.DATE));
        WriteSpec spec = split(
                schema,
                null,
                new Clustering.Identity("b"),
                new Clustering.Identity("i"),
                new Clustering.Identity("s"),
                new Clustering.Identity("d"));

        assertThat(session().write("SELECT 1 = 1 AS b, 7 AS i, 'a/b=c %20' AS s, DATE '2024-01-01' AS d", spec))
                .extracting(WrittenFile::partition)
                .containsExactly(List.of(true, 7, "a/b=c %20", LocalDate.of(2024, 1, 1)));
    }

    @Test
    default void refusesValuesThatDoNotFitAndNamesThem() {
        assertWriteFails("SELECT 'abc' AS id, 'x' AS name")
                .hasMessage("Cannot write the rows: column 'id' has the value 'abc', which does not fit type long.");
        assertWriteFails("SELECT CAST(1e300 AS DOUBLE) AS id, 'x' AS name")
                .hasMessageStartingWith("Cannot write the rows: column 'id' has the value '1e")
                .hasMessageEndingWith(", which does not fit type long.");
    }

    @Test
    default void refusesNullInARequiredColumn() {
        Schema schema = Schema.of(new Column("id", Primitive.LONG, true, ""));

        assertThatThrownBy(() -> session().write("SELECT CAST(NULL AS INT) AS id", spec(schema)))
                .hasMessage("Cannot write the rows: column 'id' is required, but a row has null in it.");
    }

    @Test
    default void refusesMissingAndUnknownColumns() {
        assertThatThrownBy(() -> session().write("SELECT 1 AS id, 'x' AS nam", spec(PEOPLE)))
                .hasMessage("Cannot write the rows: the query does not yield 'name', which the table has. "
                        + "It yields 'id', 'nam'.");
        assertThatThrownBy(() -> session().write("SELECT 1 AS id, 'x' AS name, 2 AS age", spec(PEOPLE)))
                .hasMessage("Cannot write the rows: the query yields 'age', which the table does not have. "
                        + "It has 'id', 'name'.");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertWriteFails(String sql) {
        return assertThatThrownBy(() -> session().write(sql, spec(PEOPLE)))
                .asInstanceOf(InstanceOfAssertFactories.throwable(DaybreakException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_FAILED));
    }

    private WriteSpec split(Schema schema, TimeSplit time, Clustering... clustering) {
        WriteSpec whole = spec(schema);
        return new WriteSpec(
                schema, whole.fieldIds(), Optional.ofNullable(time), List.of(clustering), folder(), whole.prefix());
    }
}
