package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.formats.ParquetFile;
import dev.daybreak.formats.RandomRows;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that go out to files of every format, and files that become sources. */
class FileFormatsTest {
    private static final int ROWS = 500;

    @TempDir
    Path folder;

    private CommandLineProject project;

    @BeforeEach
    void project() {
        project = new CommandLineProject(folder);
        // Nothing that is written may depend on the zone.
        project.file(
                "daybreak.yaml", "name: formats\ntimezone: America/New_York\nstart: 2025-03-01\nend: 2025-03-04\n");
    }

    private Outcome did(String... arguments) {
        Outcome outcome = project.run(arguments);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome;
    }

    private String to(String name) {
        return project.path(name).toString();
    }

    /** Every type of the contract, with rows of a seed: out to a file, in again, and the same rows and types are there. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void whatWasExportedIsImportedAgain(Format format) throws IOException {
        List<Column> columns = new ArrayList<>(List.of(Column.of("id", Primitive.LONG)));
        columns.addAll(RandomRows.everyType().columns());
        Schema schema = new Schema(columns);
        List<List<Object>> rows = new RandomRows(format.text().hashCode()).rows(schema, ROWS);
        for (int i = 0; i < ROWS; i++) {
            rows.get(i).set(0, (long) i);
        }
        ParquetFile.write(RandomRows.of(schema, rows), project.path("first.parquet"));
        did("import", to("first.parquet"), "--as", "raw.first");
        did("run", "raw.first");

        String file = to("out/second." + format.text());
        did("export", "raw.first", "--to", file);
        did("import", file, "--as", "raw.second");
        if (format.isText()) {
            // What a text holds is a guess; its author knows.
            String known = Files.readString(project.path("sources/first.yaml"));
            String guessed = Files.readString(project.path("sources/second.yaml"));
            project.file(
                    "sources/second.yaml",
                    guessed.substring(0, guessed.indexOf("columns:")) + known.substring(known.indexOf("columns:"))
                            + "new_columns: ignore\n");
        }
        did("run", "raw.second");

        did("export", "raw.second", "--to", to("second.orc"));
        List<List<Object>> found = new ArrayList<>(RandomRows.read(RecordFormat.ORC.open(project.path("second.orc"))));
        found.sort(Comparator.comparing(row -> (Long) row.get(0)));
        assertThat(found).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            List<Object> expected = format == Format.CSV ? withoutEmpty(rows.get(i)) : rows.get(i);
            for (int column = 0; column < columns.size(); column++) {
                assertThat(RandomRows.comparable(found.get(i).get(column)))
                        .as("row " + i + ", " + columns.get(column))
                        .isEqualTo(RandomRows.comparable(expected.get(column)));
            }
        }
        assertThat(did("show", "raw.second", "--json").json().get("columns").toString())
                .isEqualTo(
                        did("show", "raw.first", "--json").json().get("columns").toString());
    }

    /** In CSV an empty field is null. */
    private static List<Object> withoutEmpty(List<Object> row) {
        List<Object> values = new ArrayList<>();
        for (Object value : row) {
            boolean isEmpty = "".equals(value) || (value instanceof byte[] bytes && bytes.length == 0);
            values.add(isEmpty ? null : value);
        }
        return values;
    }

    /** Days from 1 to 3 of March with their number in n, times a factor. */
    private void days(int factor) {
        project.table(
                "shop.days",
                "partition: {column: day, every: day}",
                "SELECT day, n * " + factor + " AS n FROM (VALUES (DATE '2025-03-01', 1), (DATE '2025-03-02', 2),"
                        + " (DATE '2025-03-03', 3)) AS t(day, n) WHERE day >= CAST(:start AS DATE) AND day < CAST(:end AS DATE)");
        did("run", "shop.days");
    }

    @Test
    void exportsAStretchOfTimeOfAnEarlierVersion() throws IOException {
        days(1);
        did("tag", "shop.days", "first");
        days(10);

        Outcome all = did("export", "shop.days", "--to", to("all.csv"), "--json");
        did(
                "export",
                "shop.days",
                "--to",
                to("some.csv"),
                "--at",
                "first",
                "--start",
                "2025-03-02",
                "--end",
                "2025-03-03");

        assertThat(all.json().get("rows").asLong()).isEqualTo(3);
        assertThat(Files.readAllLines(project.path("all.csv")))
                .containsExactlyInAnyOrder("day,n", "2025-03-01,10", "2025-03-02,20", "2025-03-03,30");
        assertThat(Files.readAllLines(project.path("some.csv"))).containsExactly("day,n", "2025-03-02,2");
    }

    @Test
    void tablesArePackedWithZstd() throws IOException {
        days(1);
        List<Path> files;
        try (Stream<Path> found = Files.walk(project.path(".daybreak/lake/warehouse/shop/days/data"))) {
            files = found.filter(file -> file.toString().endsWith(".parquet")).toList();
        }

        assertThat(files).hasSize(3);
        for (Path file : files) {
            assertThat(project.rows("SELECT DISTINCT compression FROM parquet_metadata('" + file + "')"))
                    .isEqualTo("[[\"ZSTD\"]]");
        }
    }

    @Test
    void exportsWhatAnEnvironmentHolds() throws IOException {
        days(1);
        project.table("shop.days", "", "SELECT 7 AS n");
        did("run", "shop.days", "--env", "dev");

        did("export", "shop.days", "--to", to("dev.jsonl"), "--env", "dev");

        assertThat(Files.readAllLines(project.path("dev.jsonl"))).containsExactly("{\"day\":null,\"n\":7}");
    }

    @Test
    void packsTextsByTheirNames() throws IOException {
        days(1);

        did("export", "shop.days", "--to", to("days.csv.gz"));
        did("export", "shop.days", "--to", to("days.jsonl.zst"));
        did("import", to("days.csv.gz"), "--as", "days");
        did("import", to("days.jsonl.zst"), "--as", "again");
        did("run", "raw.days", "raw.again");

        assertThat(Files.readAllBytes(project.path("days.csv.gz"))).startsWith(0x1f, 0x8b);
        assertThat(Files.readString(project.path("sources/days.yaml")))
                .isEqualTo("files:\n  path: days.csv.gz\n  format: csv\ncolumns:\n  day: date\n  \"n\": long\n");
        assertThat(project.rows("SELECT SUM(n) AS n FROM raw.days")).isEqualTo("[[6]]");
        assertThat(project.rows("SELECT SUM(n) AS n FROM raw.again")).isEqualTo("[[6]]");
    }

    @Test
    void findsTimesInJsonHoweverTheyAreWritten() throws IOException {
        project.file(
                "a.jsonl",
                """
                {"wall": "2025-03-01 10:00:00", "moment": "2025-03-01T10:00:00Z", "mixed": "2025-03-01 10:00:00", "day": "2025-03-01", "none": null}
                {"wall": "2025-03-01 10:00:00.25", "moment": "2025-03-01 10:00:00.5+02", "mixed": "2025-03-01 10:00:00Z", "day": "2025-03-02", "none": null}
                """);

        did("import", to("a.jsonl"), "--as", "a");
        did("run", "raw.a");

        assertThat(Files.readString(project.path("sources/a.yaml")))
                .endsWith(
                        "columns:\n  wall: timestamp\n  moment: timestamptz\n  mixed: string\n  day: date\n  none: string\n");
        assertThat(project.rows("SELECT moment FROM raw.a ORDER BY moment"))
                .isEqualTo("[[\"2025-03-01T08:00:00.500Z\"],[\"2025-03-01T10:00:00Z\"]]");
    }

    @Test
    void replacesAFileOnlyWhenTold() throws IOException {
        days(1);
        project.file("days.csv", "mine");

        Outcome refused = project.run("export", "shop.days", "--to", to("days.csv"));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("it is there already.", "--force");
        assertThat(Files.readString(project.path("days.csv"))).isEqualTo("mine");
        did("export", "shop.days", "--to", to("days.csv"), "--force");
        assertThat(Files.readString(project.path("days.csv"))).startsWith("day,n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void saysWhatCannotBeExported() {
        project.table("shop.whole", "", "SELECT 1 AS n");
        did("run", "shop.whole");

        assertThat(project.run("export", "shop.whole", "--to", to("a.txt")).err())
                .contains("Missing option --format", "jsonl, csv, parquet, avro, orc");
        assertThat(project.run("export", "shop.whole", "--to", to("a.csv"), "--format", "parqet")
                        .err())
                .contains("Invalid value 'parqet' of --format", "parquet");
        assertThat(project.run("export", "shop.whole", "--to", to("a.csv"), "--start", "2025-03-01")
                        .err())
                .contains("its table is not cut along time");
        assertThat(project.run("export", "shop.whole", "--to", to("a.csv"), "--at", "first")
                        .err())
                .contains("Invalid version 'first'");
    }

    @Test
    void importsNothingTwiceAndNothingThatIsDamaged() {
        project.file("data/a.csv", "id,\"when, it was\",yes\n1,2025-03-01 10:00:00,x\n");
        did("import", to("data/a.csv"), "--as", "raw.a");
        did("run", "raw.a");

        assertThat(project.rows("SELECT id, \"when, it was\", yes FROM raw.a"))
                .isEqualTo("[[1,\"2025-03-01T10:00\",\"x\"]]");
        assertThat(project.run("import", to("data/a.csv"), "--as", "raw.a").err())
                .contains("Cannot write '" + to("sources/a.yaml") + "': it is there already");
        project.file("data/b.avro", "no Avro");
        assertThat(project.run("import", to("data/b.avro"), "--as", "raw.b").err())
                .contains("Cannot read '" + to("data/b.avro") + "': it is no intact Avro file");
        assertThat(project.run("import", to("data/c.avro"), "--as", "raw.c").err())
                .contains("there is no such file");
        assertThat(project.run("import", to("data/a.csv"), "--as", "shop.a").err())
                .contains("Invalid name 'shop.a' of a source");
        assertThat(project.path("sources/b.yaml")).doesNotExist();
    }
}
