package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.asset.SourceAsset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
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

    private static Sources clicks() {
        return Sources.jsonLines("data/*").columns("id long", "at timestamptz", "item string");
    }

    @Test
    void bringsRowsInWithTheirFileAndOneInstant() {
        bench.write("data/a.jsonl", "{\"id\":1,\"at\":\"2026-01-01T10:00:00Z\",\"item\":\"x\"}\n\n{\"id\":2}\r\n");
        bench.write("data/b.jsonl", "{\"item\":\"y\",\"id\":3,\"at\":null}");
        SourceAsset source = clicks().byDay("at").build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, \"at\", item, _file FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|2026-01-01T10:00:00Z|x|data/a.jsonl", "2|null|null|data/a.jsonl", "3|null|y|data/b.jsonl");
        assertThat(bench.query(source.key(), "SELECT count(DISTINCT _ingested_at), count(_ingested_at) FROM TABLE"))
                .containsExactly("1|3");
        assertThat(bench.log).contains("brought in 2 files, 3 rows; 0 bad records");
        assertThat(bench.deadLetters(source)).isEmpty();
    }

    @Test
    void putsBadRecordsAsideWithFileLineReasonAndText() {
        bench.write(
                "data/a.jsonl",
                """
                {"id":1,"at":"2026-01-01T10:00:00Z","item":"x"}
                {"id":2,"at":"2026-

                [3]
                {"id":"four","item":"x"}
                {"id":1.5}
                {"item":"no id"}
                {"id":7,"at":"yesterday"}
                """);
        SourceAsset source = Sources.jsonLines("data/*")
                .columns("id long required", "at timestamptz", "item string")
                .badRecords(0.9)
                .build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id FROM TABLE")).containsExactly("1");
        assertThat(bench.deadLetters(source))
                .containsExactly(
                        "data/a.jsonl|2|malformed JSON|{\"id\":2,\"at\":\"2026-",
                        "data/a.jsonl|4|not a JSON object|[3]",
                        "data/a.jsonl|5|column 'id': 'four' is no long|{\"id\":\"four\",\"item\":\"x\"}",
                        "data/a.jsonl|6|column 'id': '1.5' is no long|{\"id\":1.5}",
                        "data/a.jsonl|7|column 'id' is null and is required|{\"item\":\"no id\"}",
                        "data/a.jsonl|8|column 'at': 'yesterday' is no timestamptz|{\"id\":7,\"at\":\"yesterday\"}");
    }

    @Test
    void numbersLinesOfPackedFilesToo() throws IOException {
        packed("data/a.jsonl.gz", "{\"id\":1,\"at\":null,\"item\":null}\n\nbad\n{\"id\":2}\nbad\n");
        SourceAsset source = clicks().badRecords(0.5).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id FROM TABLE ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(bench.deadLetters(source))
                .containsExactly("data/a.jsonl.gz|3|malformed JSON|bad", "data/a.jsonl.gz|5|malformed JSON|bad");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void putsOnlyTheLineAsideThatIsNoUtf8(int plainRecordsBefore) throws IOException {
        bench.write("data/0.jsonl", "{\"id\":7}\n".repeat(plainRecordsBefore));
        Files.write(
                bench.root.resolve("data/a.jsonl"),
                "{\"id\":1,\"at\":null,\"item\":\"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        bench.write("data/b.jsonl", "{\"id\":2,\"at\":null,\"item\":\"\u00e9\"}\n");
        SourceAsset source = clicks().badRecords(0.5).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, item FROM TABLE WHERE id <> 7"))
                .containsExactly("2|\u00e9");
        assertThat(bench.query(DeadLetters.key(source), "SELECT file, line, reason FROM TABLE"))
                .containsExactly("data/a.jsonl|1|not UTF-8");
    }

    @Test
    void failsPastThePermittedShareAndPublishesNothing() {
        bench.write("data/a.jsonl", "{\"id\":1,\"at\":null,\"item\":null}\nnonsense\n");
        SourceAsset source = clicks().badRecords(0.25).build();

        assertThatThrownBy(() -> bench.run(source, "run1"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': 1 of 2 records (50 %) are bad, and 'bad_records' permits 25 %."
                                + " The first: data/a.jsonl:2: malformed JSON.")
                .is(Failures.badSource("sources/clicks.yaml"));
        assertThat(bench.lake.find(source.key()).orElseThrow().currentSnapshot())
                .isEmpty();
        assertThat(Failures.filesOf(folder.resolve("lake"), ".parquet")).isEmpty();
    }

    @Test
    void saysWhichColumnChangedItsTypeUpstream() {
        bench.write("data/a.jsonl", "{\"id\":1,\"age\":33}\n");
        SourceAsset source = Sources.jsonLines("data/*")
                .columns("id long", "age int")
                .badRecords(0.01)
                .build();
        bench.run(source, "run1");
        bench.write("data/b.jsonl", "{\"id\":2,\"age\":\"1990-04-01\"}\n{\"id\":3,\"age\":\"1985-12-24\"}\n");

        assertThatThrownBy(() -> bench.run(source, "run2"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': column 'age' is int in the contract, and now holds date values such as"
                                + " '1990-04-01' (data/b.jsonl:1) in 2 of 2 records; 'bad_records' permits 1 %.")
                .is(Failures.badSource("sources/clicks.yaml"));
        assertThat(bench.query(source.key(), "SELECT id, age FROM TABLE")).containsExactly("1|33");
    }

    @Test
    void refusesANewColumnUnlessToldToIgnoreIt() {
        bench.write(
                "data/a.jsonl",
                "{\"id\":1,\"at\":null,\"item\":\"x\"}\n{\"id\":2,\"item\":\"x\",\"at\":null,\"device\":\"phone\"}\n");

        assertThatThrownBy(() -> bench.run(clicks().build(), "run1"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': the data has a new column 'device' (string, such as 'phone', in"
                                + " 'data/a.jsonl') that the contract has not.")
                .is(Failures.badSource("sources/clicks.yaml"))
                .is(Failures.mend(
                        "Add it under 'columns' of the source, or set 'new_columns: ignore' to leave it out."));

        SourceAsset ignoring = clicks().ignoringNewColumns().build();
        bench.run(ignoring, "run2");
        assertThat(bench.query(ignoring.key(), "SELECT id FROM TABLE ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(bench.log).contains("column 'device' is not in the contract and was left out");
    }

    @Test
    void refusesRecordsThatAllLackAColumnButTakesNulls() {
        bench.write("data/a.jsonl", "{\"id\":1,\"at\":null}\n{\"id\":2,\"at\":null}\n");
        assertThatThrownBy(() -> bench.run(clicks().build(), "run1"))
                .hasMessage(
                        "Cannot bring in 'raw.clicks': column 'item' (string) of the contract is in none of 2 new records.")
                .is(Failures.badSource("sources/clicks.yaml"));

        bench.write("data/a.jsonl", "{\"id\":1,\"at\":null}\n{\"id\":2,\"item\":null}\n");
        bench.run(clicks().build(), "run2");
        assertThat(bench.query(clicks().build().key(), "SELECT count(*) FROM TABLE"))
                .containsExactly("2");
    }

    @Test
    void namesTheTruncatedFileAmongManyAndBringsInNone() throws IOException {
        for (int i = 0; i < 20; i++) {
            packed("data/" + i + ".jsonl.gz", "{\"id\":" + i + ",\"at\":null,\"item\":\"x\"}\n");
        }
        Path file = bench.root.resolve("data/13.jsonl.gz");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));

        assertThatThrownBy(() -> bench.run(clicks().build(), "run1"))
                .hasMessageStartingWith("Cannot read '" + file + "' of 'raw.clicks': ")
                .is(Failures.badSource("sources/clicks.yaml"));
        int known = bench.store.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM ingested_file")
                .mapTo(Integer.class)
                .one());
        assertThat(known).isZero();
    }

    @Test
    void namesAMalformedZstdFile() {
        Path file = bench.write("data/a.jsonl.zst", "this is not zstd");

        assertThatThrownBy(() -> bench.run(clicks().build(), "run1"))
                .hasMessageStartingWith("Cannot read '" + file + "' of 'raw.clicks': ")
                .is(Failures.badSource("sources/clicks.yaml"));
    }

    @Test
    void readsFilesWhoseNamesLookLikePatterns() throws IOException {
        bench.write("data/a[1].jsonl", "{\"id\":1,\"at\":null,\"item\":\"x\"}\nbad\n");
        bench.write("data/a1.jsonl", "{\"id\":2}\n");
        bench.write("data/b*?.jsonl", "{\"id\":3}\n");
        packed("data/c[*].jsonl.gz", "{\"id\":4}\nbad\n");
        packed("data/cx.jsonl.gz", "{\"id\":5}\n");
        SourceAsset source = clicks().badRecords(0.5).build();

        bench.run(source, "run1");

        assertThat(bench.query(source.key(), "SELECT id, _file FROM TABLE ORDER BY id"))
                .containsExactly(
                        "1|data/a[1].jsonl",
                        "2|data/a1.jsonl",
                        "3|data/b*?.jsonl",
                        "4|data/c[*].jsonl.gz",
                        "5|data/cx.jsonl.gz");
        assertThat(bench.deadLetters(source))
                .containsExactly("data/a[1].jsonl|2|malformed JSON|bad", "data/c[*].jsonl.gz|2|malformed JSON|bad");
    }

    /** The first file stands for all when it comes to how they are read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void readsPlainRecordsAndOthersAlike(int plainRecordsBefore) {
        bench.write("data/0.jsonl", "{\"i\":7}\n\n".repeat(plainRecordsBefore));
        bench.write(
                "data/a.jsonl",
                """
                {"i":1,"l":-5,"d":12.75,"b":true,"s":"caf\u00e9","day":"2024-02-29","t":"2024-02-29 10:00:00.25","z":"1969-12-31T23:59:59.5Z"}
                { "l" : "-5", "d" : 1.275e1, "b" : "true", "s" : "caf\\u00e9", "day" : "2024-02-29", "t" : "2024-02-29T10:00:00.250000", "z" : "1970-01-01T00:59:59.5+01:00", "i" : 1.0 }
                {"i":2147483648}
                {"i":01}
                {"i":1,"i":2}
                {"day":"2023-02-29"}
                {"i":1} x
                {"s":5,"b":false,"i":null}\r
                {}
                """);
        SourceAsset source = Sources.jsonLines("data/*")
                .columns(
                        "i int",
                        "l long",
                        "d double",
                        "b boolean",
                        "s string",
                        "day date",
                        "t timestamp",
                        "z timestamptz")
                .badRecords(0.9)
                .build();

        bench.run(source, "run1");

        String row = "1|-5|12.75|true|caf\u00e9|2024-02-29|2024-02-29T10:00:00.250|1969-12-31T23:59:59.500Z";
        assertThat(bench.query(source.key(), "SELECT i, l, d, b, s, day, t, z FROM TABLE ORDER BY l, i, s"))
                .contains(row, "null|null|null|false|5|null|null|null", "null|null|null|null|null|null|null|null")
                .filteredOn(row::equals)
                .hasSize(2);
        assertThat(bench.query(source.key(), "SELECT count(*) FROM TABLE WHERE i = 7 AND _file = 'data/0.jsonl'"))
                .containsExactly(Integer.toString(plainRecordsBefore));
        assertThat(bench.log).contains("brought in 2 files, " + (5 + plainRecordsBefore) + " rows; 4 bad records");
        assertThat(bench.deadLetters(source))
                .contains(
                        "data/a.jsonl|3|column 'i': '2147483648' is no int|{\"i\":2147483648}",
                        "data/a.jsonl|4|malformed JSON|{\"i\":01}",
                        "data/a.jsonl|6|column 'day': '2023-02-29' is no date|{\"day\":\"2023-02-29\"}",
                        "data/a.jsonl|7|malformed JSON|{\"i\":1} x");
    }

    @Test
    void countsAnEmptyFileAsSeenAndWarns() {
        bench.write("data/a.jsonl", "");
        SourceAsset source = clicks().build();

        bench.run(source, "run1");

        assertThat(bench.log).contains("warning: 'data/a.jsonl' is empty: no rows");
        assertThat(bench.materializer.outside(source).news()).isEmpty();
    }

    @Test
    void saysWhatWasLookedForWhenThereIsNothing() {
        assertThatThrownBy(() -> bench.materializer.outside(clicks().build()))
                .hasMessage("Missing files of 'raw.clicks': path 'data/*' was looked for, and '"
                        + bench.root.resolve("data") + "' does not exist.")
                .is(Failures.badSource("sources/clicks.yaml"));
        bench.write("data/.hidden", "");
        assertThatThrownBy(() -> bench.run(clicks().build(), "run1"))
                .hasMessageContaining("no file in '" + bench.root.resolve("data") + "' matches");
    }

    private void packed(String name, String content) throws IOException {
        Path file = bench.root.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
