package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.asset.SourceAsset.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvAndParquetTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Sources csv() {
        return Sources.files("data/**/*.csv*", Format.CSV, Load.APPEND)
                .columns("id long required", "born date", "name string")
                .badRecords(0.9);
    }

    private static Sources parquet() {
        return Sources.files("data/*.parquet", Format.PARQUET, Load.APPEND)
                .columns("id long", "name string", "tags list<string>");
    }

    private void copy(String select, String name, String options) throws IOException {
        Files.createDirectories(bench.root.resolve("data"));
        try (Session session = bench.engine.open(ZoneId.of("UTC"))) {
            session.execute("COPY (" + select + ") TO '" + bench.root.resolve(name) + "' (" + options + ")");
        }
    }

    @Test
    void readsCsvFilesWhoseHeadersDiffer() {
        bench.write("data/a.csv", "id,born,name\n1,1990-04-01,\"Ana, the \"\"first\"\"\"\n2,,\n");
        bench.write("data/x/b.csv", "name;id\nBo;3\n");
        SourceAsset source = csv().build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, born, name, _file FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|1990-04-01|Ana, the \"first\"|data/a.csv",
                        "2|null|null|data/a.csv",
                        "3|null|Bo|data/x/b.csv");
    }

    @Test
    void putsCsvRecordsAsideThatHaveTheWrongFieldsOrValues() {
        bench.write(
                "data/a.csv",
                "id,born,name\n1,1990-04-01,a\n2,1990-04-01\n3,tomorrow,c\n4,,d,e\n,1990-04-01,f\n6.5,,g\n");
        SourceAsset source = csv().build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id FROM TABLE")).containsExactly("1");
        assertThat(bench.deadLetters(source))
                .containsExactly(
                        "data/a.csv|3|too few fields: Expected Number of Columns: 3 Found: 2|2,1990-04-01",
                        "data/a.csv|4|column 'born': 'tomorrow' is no date|3,tomorrow,c",
                        "data/a.csv|5|too many fields: Expected Number of Columns: 3 Found: 4|4,,d,e",
                        "data/a.csv|6|column 'id' is null and is required|,1990-04-01,f",
                        "data/a.csv|7|column 'id': '6.5' is no long|6.5,,g");
    }

    @Test
    void readsCsvPackedWithZstdAndGzip() throws IOException {
        copy(
                "SELECT 1 AS id, DATE '2026-01-01' AS born, 'a' AS name",
                "data/a.csv.zst",
                "FORMAT csv, COMPRESSION zstd");
        copy("SELECT 2 AS id, DATE '2026-01-01' AS born, 'b' AS name", "data/b.csv.gz", "FORMAT csv, COMPRESSION gzip");
        SourceAsset source = csv().build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, name FROM TABLE ORDER BY id"))
                .containsExactly("1|a", "2|b");
    }

    @Test
    void refusesNewAndDroppedCsvColumns() {
        bench.write("data/a.csv", "id,born,name,device\n1,,x,phone\n");
        assertThatThrownBy(() -> bench.run(csv().build(), "run1"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': the data has a new column 'device' (string, such as 'phone', in"
                                + " 'data/a.csv') that the contract has not.")
                .is(Failures.badSource("sources/clicks.yaml"));

        bench.write("data/a.csv", "id,name\n1,x\n");
        assertThatThrownBy(() -> bench.run(csv().build(), "run2"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': column 'born' (date) of the contract is in none of 1 new records.");
    }

    @Test
    void readsParquetAndCastsWhatFits() throws IOException {
        copy("SELECT 1 AS id, 'a' AS name, ['x', 'y'] AS tags", "data/a.parquet", "FORMAT parquet");
        copy("SELECT '2' AS id, 5 AS name UNION ALL SELECT 'q', 6", "data/b.parquet", "FORMAT parquet");
        SourceAsset source = parquet().badRecords(0.5).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, name, tags, _file FROM TABLE ORDER BY id"))
                .containsExactly("1|a|[x, y]|data/a.parquet", "2|5|null|data/b.parquet");
        assertThat(bench.query(DeadLetters.key(source), "SELECT file, line, reason FROM TABLE"))
                .containsExactly("data/b.parquet|2|column 'id': 'q' is no long");
    }

    @Test
    void everyRowOfAParquetFileTellsWhenItWasBroughtIn() throws IOException {
        Instant before = Instant.now();
        copy("SELECT 1 AS id, 'a' AS name, ['x'] AS tags", "data/a.parquet", "FORMAT parquet");
        SourceAsset parquet = parquet().build();
        bench.run(parquet, "run1");
        copy("SELECT 2 AS id, 'b' AS name, ['x'] AS tags", "data/b.parquet", "FORMAT parquet");
        bench.run(parquet, "run2");

        List<Instant> times = bench.query(parquet.key(), "SELECT _ingested_at FROM TABLE ORDER BY id").stream()
                .map(Instant::parse)
                .toList();
        assertThat(times).hasSize(2).isSorted().doesNotHaveDuplicates().allSatisfy(time -> assertThat(time)
                .isBetween(before.truncatedTo(ChronoUnit.MICROS), Instant.now()));
    }

    @Test
    void namesACorruptParquetFileAndBringsInNone() throws IOException {
        copy("SELECT 1 AS id, 'a' AS name, ['x'] AS tags", "data/a.parquet", "FORMAT parquet");
        copy("SELECT 2 AS id, 'b' AS name, ['x'] AS tags", "data/b.parquet", "FORMAT parquet");
        Path file = bench.root.resolve("data/b.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 40, bytes.length, (byte) 7);
        Files.write(file, bytes);

        assertThatThrownBy(() -> bench.run(parquet().build(), "run1"))
                .hasMessageStartingWith("Cannot read '" + file + "' of 'raw.clicks': ")
                .is(Failures.badSource("sources/clicks.yaml"));
        assertThat(bench.materializer.outside(parquet().build()).news()).isEqualTo("2 new files");

        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> bench.run(parquet().build(), "run2"))
                .hasMessage("Cannot read '" + file + "' of 'raw.clicks': it is empty, and a Parquet file never is.");
    }

    @Test
    void refusesNewParquetColumnsUnlessToldToIgnoreThem() throws IOException {
        copy("SELECT 1 AS id, 'a' AS name, ['x'] AS tags, 7 AS extra", "data/a.parquet", "FORMAT parquet");

        assertThatThrownBy(() -> bench.run(parquet().build(), "run1"))
                .hasMessageContaining("a new column 'extra' (INTEGER, such as '7', in 'data/a.parquet')");
        SourceAsset source = parquet().ignoringNewColumns().build();
        bench.run(source, "run2");
        assertThat(bench.query(source.key(), "SELECT id FROM TABLE")).containsExactly("1");
    }
}
