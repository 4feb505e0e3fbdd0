package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.asset.SourceAsset.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources of files that are copied as Parquet before the engine reads them. */
class AvroAndOrcTest {
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

    private static Sources source(RecordFormat format) {
        return Sources.files("data/**/*", format == RecordFormat.AVRO ? Format.AVRO : Format.ORC, Load.APPEND)
                .columns("id long required", "name string", "price decimal(12,2)", "tags list<string>");
    }

    private Path write(RecordFormat format, String name, String select) {
        Path file = bench.root.resolve("data").resolve(name);
        try (Session session = bench.engine.open(ZoneOffset.UTC);
                Rows rows = session.query(select)) {
            Files.createDirectories(file.getParent());
            format.write(rows, rows.schema(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void readsFilesWhoseColumnsDiffer(RecordFormat format) {
        write(
                format,
                "a/one",
                "SELECT CAST(1 AS BIGINT) AS id, 'a' AS name, CAST(1.5 AS DECIMAL(12, 2)) AS price, ['x', NULL] AS tags");
        write(format, "two", "SELECT name, id FROM (VALUES (2, 'b'), (3, NULL)) AS t(id, name)");
        SourceAsset source = source(format).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, name, price, tags, _file FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|a|1.50|[x, null]|data/a/one", "2|b|null|null|data/two", "3|null|null|null|data/two");

        write(format, "three", "SELECT 4 AS id, 'd' AS name, 1.5 AS price, ['x'] AS tags");
        bench.run(source, "run2");
        bench.run(source, "run3");
        assertThat(bench.query(source.key(), "SELECT COUNT(*) FROM TABLE")).containsExactly("4");
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void putsRecordsAsideThatDoNotFit(RecordFormat format) {
        write(
                format,
                "a",
                "SELECT *, ['x'] AS tags FROM (VALUES ('1', 'a', 1.25), ('x', 'b', 1.0), (NULL, 'c', 1.0), ('4', 'd', 0.125))"
                        + " AS t(id, name, price)");
        SourceAsset source = source(format).badRecords(0.9).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, price FROM TABLE")).containsExactly("1|1.25");
        assertThat(bench.query(DeadLetters.key(source), "SELECT file, line, reason FROM TABLE ORDER BY line"))
                .containsExactly(
                        "data/a|2|column 'id': 'x' is no long",
                        "data/a|3|column 'id' is null and is required",
                        "data/a|4|column 'price': '0.125' is no decimal(12,2)");
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void refusesNewColumns(RecordFormat format) {
        write(format, "a", "SELECT 1 AS id, 'a' AS name, CAST(NULL AS INTEGER) AS extra");

        assertThatThrownBy(() -> bench.run(source(format).build(), "run1"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': the data has a new column 'extra' (INTEGER, such as 'null', in"
                                + " 'data/a') that the contract has not.")
                .is(Failures.badSource("sources/clicks.yaml"));
    }

    @ParameterizedTest
    @EnumSource(RecordFormat.class)
    void namesADamagedFileAndBringsInNone(RecordFormat format) throws IOException {
        write(format, "a", "SELECT 1 AS id, 'a' AS name");
        Path file = write(format, "b", "SELECT i AS id, CAST(random() AS VARCHAR) AS name FROM range(50000) AS t(i)");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));

        assertThatThrownBy(() -> bench.run(source(format).build(), "run1"))
                .hasMessageStartingWith("Cannot read '" + file + "': it is no intact ")
                .is(Failures.badSource("sources/clicks.yaml"));
        assertThat(bench.materializer.outside(source(format).build()).news()).isEqualTo("2 new files");
        assertThat(folder.resolve("state/intake"))
                .as("what was copied is removed")
                .isEmptyDirectory();
    }

    @Test
    void takesAnEmptyFileForOneWithoutRowsWhereTheFormatPermitsIt() throws IOException {
        Files.createDirectories(bench.root.resolve("data"));
        Files.createFile(bench.root.resolve("data/empty"));

        bench.run(source(RecordFormat.ORC).build(), "run1");

        assertThat(bench.log).contains("warning: 'data/empty' is empty: no rows");
        Path avro = Files.createFile(bench.root.resolve("data/more"));
        assertThatThrownBy(() -> bench.run(source(RecordFormat.AVRO).build(), "run2"))
                .hasMessage("Cannot read '" + avro + "' of 'raw.clicks': it is empty, and an Avro file never is.");
    }
}
