package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the function yields, held against DuckDB's own reader of JSON. */
class JsonLinesFunctionTest {
    /** Short ones lie in a vector itself, from 13 bytes on elsewhere. */
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "twelve bytes",
            "thirteen byte",
            "caf\u00e9 \u4e2d\u6587",
            "\u4e2d".repeat(40),
            "x".repeat(70_000));

    @TempDir
    private Path folder;

    private DuckDbEngine engine;
    private Session session;

    @BeforeEach
    void open() {
        engine = DuckDbEngine.open(new DuckDbEngine.Settings(512L << 20, 2, folder.resolve("spill")));
        session = engine.open(ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
    }

    /** A record with every third value missing, another one for each number. */
    private static String line(int number) {
        String[] values = {
            "\"i\": " + (number - 50),
            "\"l\": " + (number * 4_000_000_007L - 9),
            "\"d\": " + (number / 8.0),
            "\"b\": " + (number % 2 == 0),
            "\"s\": \"" + TEXTS.get(number % (number % 100 == 0 ? 7 : 6)) + "\"",
            "\"t\": \"" + TEXTS.get(number / 5 % 2 * 3) + "\"",
            "\"day\": \"2024-02-" + (10 + number % 20) + "\"",
            "\"ts\": \"2024-02-29T23:59:59." + (100_000 + number) + "\"",
        };
        StringJoiner joiner = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < values.length; i++) {
            if ((number + i) % 3 != 0) {
                joiner.add(values[i]);
            }
        }
        return joiner.toString();
    }

    private List<Path> write(int... lines) throws IOException {
        List<Path> files = new ArrayList<>();
        int number = 0;
        for (int i = 0; i < lines.length; i++) {
            List<String> written = new ArrayList<>();
            for (int k = 0; k < lines[i]; k++) {
                written.add(line(number++));
            }
            Path file = folder.resolve(i % 2 == 0 ? i + ".jsonl" : "a-file-with-a-longer-name-" + i + ".jsonl");
            files.add(Files.write(file, written));
        }
        return files;
    }

    private String scan(List<Path> files) throws IOException {
        StringJoiner named = new StringJoiner(",", "{", "}");
        files.forEach(file -> named.add('"' + file.getFileName().toString() + "\":\"" + file + '"'));
        Files.createDirectories(folder.resolve("notes"));
        Files.writeString(folder.resolve("notes/files.json"), named.toString());
        return "SELECT file, c0 AS i, c1 AS l, c2 AS d, c3 AS b, c4 AS s, c5 AS t, c6 AS day, c7 AS ts"
                + " FROM daybreak_json_lines("
                + "'[[\"i\",\"INTEGER\",false],[\"l\",\"BIGINT\",false],[\"d\",\"DOUBLE\",false],[\"b\",\"BOOLEAN\",false],"
                + "[\"s\",\"VARCHAR\",false],[\"t\",\"VARCHAR\",false],[\"day\",\"DATE\",false],[\"ts\",\"TIMESTAMP\",false]]', '"
                + folder.resolve("notes") + "')";
    }

    private String reference(List<Path> files) {
        StringJoiner paths = new StringJoiner(",", "[", "]");
        files.forEach(file -> paths.add("'" + file + "'"));
        return "SELECT parse_filename(filename) AS file, i, l, d, b, s, t, day, ts FROM read_json(" + paths
                + ", format = 'newline_delimited', filename = true, columns = {i: 'INTEGER', l: 'BIGINT', d: 'DOUBLE', b: 'BOOLEAN',"
                + " s: 'VARCHAR', t: 'VARCHAR', day: 'DATE', ts: 'TIMESTAMP'})";
    }

    private long count(String sql) {
        try (Rows rows = session.query(sql)) {
            rows.next();
            return (Long) rows.value(0);
        }
    }

    @Test
    void yieldsWhatOthersReadInTheFiles() throws IOException {
        List<Path> files = write(3, 0, 2_048, 1, 5_000, 700, 700, 700);

        assertThat(count("SELECT count(*) FROM (" + scan(files) + ")")).isEqualTo(9_152);
        String difference = "SELECT count(*) FROM ((%1$s) EXCEPT ALL (%2$s))";
        assertThat(count(difference.formatted(scan(files), reference(files)))).isZero();
        assertThat(count(difference.formatted(reference(files), scan(files)))).isZero();
    }
}
