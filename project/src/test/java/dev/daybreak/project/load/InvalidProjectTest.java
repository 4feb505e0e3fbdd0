package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of files that do not fit, and where. */
class InvalidProjectTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    @Test
    void folderWithoutProjectIsToldHowToMakeOne() {
        Loaded loaded = ProjectLoader.load(root.resolve("nothing"), Map.of());

        assertThat(loaded.project()).isEmpty();
        assertThat(loaded.problems())
                .containsExactly(Problem.error(
                        Place.of("daybreak.yaml"),
                        "Cannot find a project in '" + root.resolve("nothing") + "': it has no daybreak.yaml.",
                        "Name a project with --project DIR, or make one with 'daybreak init'."));
    }

    @Test
    void problemsOfAllFilesAreToldAtOnce() {
        folder.write("daybreak.yaml", "nam: shop\nstart: yesterday\n")
                .write("sources/a.yaml", "files: {path: a.csv}\ncolumns: {x: intt}\nonwer: me\n")
                .write("assets/s/b.sql", "/*---\npartition: {column: d, every: dya}\nbatch: 0\n---*/\nSELECT 1\n")
                .write("models/m.yaml", "train: s.b\n")
                .write("pipelines/p.yaml", "schedule: 0 25 * * *\nselection: x\n");

        assertThat(folder.problems())
                .containsExactly(
                        "assets/s/b.sql:2:31 Invalid value 'dya' of 'every': expected one of hour, day, week, month. Did you"
                                + " mean 'day'?",
                        "assets/s/b.sql:3:8 Invalid value 0 of 'batch': expected a whole number of at least 1.",
                        "daybreak.yaml:1:1 Invalid key 'nam': daybreak.yaml has no such key. Did you mean 'name'?",
                        "daybreak.yaml:1:1 Missing key 'name': daybreak.yaml needs it.",
                        "daybreak.yaml:2:8 Invalid value 'yesterday' of 'start': expected a date or a timestamp, such as"
                                + " '2025-03-01', '2025-03-01T06:30' or '2025-03-01T06:30:00Z'.",
                        "models/m.yaml:1:1 Missing key 'label': a model needs it.",
                        "models/m.yaml:1:1 Missing key 'features': a model needs it.",
                        "models/m.yaml:1:1 Missing key 'split': a model needs it.",
                        "models/m.yaml:1:1 Missing key 'algorithm': a model needs it.",
                        "pipelines/p.yaml:1:11 Invalid schedule '0 25 * * *': '25' does not fit the field hour (0-23).",
                        "pipelines/p.yaml:2:12 Invalid selection 'x': there is no such asset.",
                        "sources/a.yaml:2:14 Invalid value 'intt' of 'x': expected a type: boolean, int, long, float, double,"
                                + " decimal(p,s), string, binary, date, timestamp, timestamptz, list<T>, map<K, V>,"
                                + " struct<name: T, ...> (inside { } put types that hold a comma in quotes).",
                        "sources/a.yaml:3:1 Invalid key 'onwer': a source has no such key. Did you mean 'owner'?");
    }

    @Test
    void newerProjectIsToldWithoutOtherProblems() {
        folder.write("daybreak.yaml", "name: shop\nversion: 2\nsomething_new: 1\n");

        Loaded loaded = folder.load();

        assertThat(loaded.code()).isEqualTo(ErrorCode.NEWER_PROJECT);
        assertThat(folder.problems())
                .containsExactly(
                        "daybreak.yaml:2:10 Invalid version 2: the project was written by a newer Daybreak; this one reads"
                                + " version 1.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    - a: b                 | 1:1 Invalid value of 'raw.x': expected the keys of a source
                    files: [               | Invalid YAML: while parsing a flow node
                    a: 1: 2                | 1:5 Invalid YAML: mapping values are not allowed here
                    owner: a\\nowner: b     | 2:1 Invalid key 'owner': it stands twice, first at 1:1
                    files: {path: data}    | 1:15 Missing key 'format': the path does not end in
                    columns: {}            | 1:1 Missing key: a source takes exactly one of files, database; none is there.
                    tags: 7                | 1:7 Invalid value 7 of 'tags': expected a text that is not blank. Put it in quotes
                    owner:                 | 1:7 Invalid value of 'owner': expected a text that is not blank, found nothing.
                    owner: [a]             | 1:8 Invalid value of 'owner': expected a text that is not blank, found a list.
                    bad_records: 101%      | 1:14 Invalid value '101%' of 'bad_records': expected a share from 0% to 100%
                    columns: {a: int, A: int} | 1:19 Invalid column 'A': column 'a' has the same name but for letter case.
                    "columns: {a: int, b: {type: int, was: A}}" | 1:19 Invalid key 'was' of column 'b': 'a' is a column itself.
                    "columns: [{name: b, type: int, was: a}, {name: c, type: int, was: a}]" | 1:41 Invalid key 'was' of column 'c': column 'b' was 'a' too.
                    owner: ${env:NOPE}     | 1:8 Missing environment variable 'NOPE': the project reads it here.
                    owner: ${var:nope}     | 1:8 Missing variable 'nope': daybreak.yaml does not declare it.
                    owner: ${vra:x}        | 1:8 Invalid substitution '${vra:x}': 'vra' is none of env, file, var. Did you mean
                    owner: ${file:nope}    | 1:8 Cannot read file 'nope': NoSuchFileException.
                    tags: &x [*x]          | 1:7 Invalid YAML: values hold themselves
                    owner: !!binary x      | Missing key: a source
                    "checks: {}"           | 1:9 Invalid value of 'checks': expected a list of expectations, found keys with values.
                    "checks: [{severity: warn}]"      | 1:10 Invalid check: expected one expectation with its arguments
                    "checks: [{expect_a: {}, severity: loud}]"  | 1:35 Invalid value 'loud' of 'severity': expected one of block, warn.
                    "checks: [{expect_a: {}, expect_b: {}}]"  | 1:25 Invalid check: expected one expectation
                    "partition: {column: d, every: day, starts: monday}" | 1:44 Invalid key 'starts': only weeks start on a day
                    "partition: [{column: d, every: day}, {column: d, every: hour}]" | 1:38 Invalid partition: a table is cut
                    "partition: {bucket: d}" | 1:12 Missing key 'into': a partition by bucket needs it.
                    """)
    void sourceIsRefused(String text, String expected) {
        folder.write("sources/x.yaml", text.replace("\\n", "\n"));

        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void sourceNamesColumnsAndConnectionsThatAreThere() {
        folder.write("daybreak.yaml", "{name: x, connections: {warehouse: {url: 'jdbc:sqlite:x'}}}")
                .write(
                        "sources/x.yaml",
                        """
                        database: {connection: warehose, table: t, cursor: updated}
                        columns: {id: long, updated_at: timestamp}
                        partition: {column: update_at, every: day}
                        """);

        assertThat(folder.problems())
                .containsExactly(
                        "sources/x.yaml:1:24 Missing connection 'warehose': daybreak.yaml does not declare it. Did you mean"
                                + " 'warehouse'?",
                        "sources/x.yaml:1:52 Missing column 'updated': 'cursor' names it, but 'columns' has not.",
                        "sources/x.yaml:3:12 Missing column 'update_at': 'partition' names it, but 'columns' has not. Did you"
                                + " mean 'updated_at'?");
    }

    @Test
    void partitionedAssetNeedsStart() {
        folder.write("daybreak.yaml", "name: shop")
                .write("assets/s/t.sql", "/*---\npartition: {column: d, every: day}\n---*/ SELECT 1");

        assertThat(folder.load().problems())
                .extracting(problem -> problem.place() + " " + problem.message() + " " + problem.mend())
                .containsExactly(
                        "assets/s/t.sql:2:12 Missing start of 's.t': it is cut along time, and nothing says where its first"
                                + " partition begins. Add 'start: 2025-01-01' to its partition, or to daybreak.yaml for all assets.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT 1                             | 1:1 Missing header: a SQL file begins with a comment that holds YAML.
                    /*--- SELECT 1                       | 1:1 Invalid header: it has no end.
                    /*--- ---*/                          | 1:7 Missing SELECT: nothing follows the header.
                    /*--- ownr: x ---*/ SELECT 1         | 1:7 Invalid key 'ownr': a table has no such key. Did you mean 'owner'?
                    /*--- batch: 3 ---*/ SELECT 1        | 1:14 Invalid key 'batch': the table is not cut along time
                    /*--- inputs: {clicks: {}} ---*/ SELECT 1 | 1:16 Invalid name 'clicks' in 'inputs': expected an asset's name
                    /*--- inputs: {raw.a: {last: 1 day, whole: true}} ---*/ SELECT 1 | 1:23 Invalid keys: an input takes at most one
                    /*--- inputs: {raw.a: {last: 1 dya}} ---*/ SELECT 1 | 1:30 Invalid value '1 dya' of 'last': expected a whole number
                    /*--- dialect: sprak ---*/ SELECT 1  | 1:16 Invalid value 'sprak' of 'dialect': expected one of duckdb, spark. Did
                    """)
    void tableIsRefused(String text, String expected) {
        folder.write("assets/s/t.sql", text);

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("assets/s/t.sql:" + expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    gate: auc > 0,8            | 1:7 Invalid value 'auc > 0,8' of 'gate': expected 'METRIC OPERATOR BOUND'
                    gate: [acu > 0.8]          | 1:8 Invalid value 'acu > 0.8' of 'gate'
                    split: {time: {last: 1 day}} | 1:8 Missing key 'time': a split by time needs the column that orders rows.
                    split: {random: {share: 1}} | 1:25 Invalid value 1 of 'share': expected a share between 0% and 100%
                    split: {random: {share: 0.1}, time: {last: 1 day}} | 1:8 Invalid keys: a split takes exactly one of time, random
                    features: {}               | 1:11 Missing features: a model reads at least one column.
                    features: {numeric: [a], categorical: [a]} | 1:39 Invalid features: column 'a' stands twice.
                    algorithm: {xgboost: {max_dept: 3}} | 1:23 Invalid key 'max_dept': xgboost has no such key. Did you mean 'max_depth'?
                    algorithm: {lightgbm: {}}  | 1:13 Invalid key 'lightgbm': an algorithm has no such key.
                    train: clicks              | 1:8 Invalid value 'clicks' of 'train': expected an asset's name
                    bootstrap: -1              | 1:12 Invalid value -1 of 'bootstrap': expected a whole number from 0 to
                    """)
    void modelIsRefused(String text, String expected) {
        folder.write("models/m.yaml", text);

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("models/m.yaml:" + expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    60 * * * *  | '60' does not fit the field minute (0-59)
                    * * 0 * *   | '0' does not fit the field day of month (1-31)
                    * * * 13 *  | '13' does not fit the field month (1-12, jan-dec)
                    * * * * mo  | 'mo' does not fit the field day of week (0-7, sun-sat)
                    * * * *     | found 4 fields, expected five
                    @dayly      | expected five (minute, hour, day of month, month, day of week) or one of @hourly, @daily
                    """)
    void scheduleIsRefusedWithTheFieldThatDoesNotFit(String schedule, String expected) {
        folder.write("pipelines/p.yaml", "{schedule: '" + schedule + "', selection: stale}");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("pipelines/p.yaml:1:12 Invalid schedule")
                .contains(expected);
    }

    @Test
    void selectionOfPipelineNamesAssetsThatAreThere() {
        folder.write("sources/orders.yaml", ProjectFolder.SOURCE)
                .write("pipelines/p.yaml", "selection: [+raw.order, tag:x, orders]");

        assertThat(folder.problems())
                .containsExactly(
                        "pipelines/p.yaml:1:13 Invalid selection 'raw.order': there is no such asset. Did you mean 'raw.orders'?",
                        "pipelines/p.yaml:1:25 Invalid selection 'tag:x': no asset has this tag.");
    }

    @Test
    void namesAndPlacesOfFilesAreChecked() {
        folder.write("assets/top.sql", "")
                .write("assets/a/b/deep.sql", "")
                .write("assets/raw/x.sql", "")
                .write("assets/s/Daily-Sales.sql", "/*--- ---*/ SELECT 1")
                .write("assets/s/notes.txt", "")
                .write("assets/s/README.md", "")
                .write("assets/s/.hidden", "")
                .write("sources/orders.yaml", ProjectFolder.SOURCE)
                .write("sources/orders.yml", ProjectFolder.SOURCE)
                .write("sources/sub/x.yaml", "")
                .write("pipelines/Nightly.java", "");

        assertThat(folder.problems())
                .containsExactly(
                        "assets/a/b/deep.sql Invalid place of 'assets/a/b/deep.sql': expected exactly one folder below assets/,"
                                + " found 2.",
                        "assets/raw/x.sql Invalid namespace 'raw': it is kept for sources.",
                        "assets/s/Daily-Sales.sql Invalid name 'Daily-Sales': expected small letters, digits and _, and no digit"
                                + " first.",
                        "assets/s/notes.txt Invalid kind of file 'assets/s/notes.txt': it is not read.",
                        "assets/top.sql Invalid place of 'assets/top.sql': expected exactly one folder below assets/, found 0.",
                        "sources/orders.yml Invalid name of 'sources/orders.yml': 'sources/orders.yaml' defines the same name.",
                        "sources/sub/x.yaml Invalid place of 'sources/sub/x.yaml': files of 'sources/' stand directly in it.");
    }

    @Test
    void namesThatDifferInLetterCaseAreDuplicates() {
        folder.write("assets/s/orders.sql", "/*--- ---*/ SELECT 1")
                .write("assets/s/Orders.sql", "/*--- ---*/ SELECT 1");

        assertThat(folder.problems())
                .contains(
                        "assets/s/orders.sql Invalid name of 'assets/s/orders.sql': 'assets/s/Orders.sql' defines the same"
                                + " name.");
    }

    @Test
    void textMustBeUtf8() throws IOException {
        Files.createDirectories(root.resolve("sources"));
        Files.write(
                root.resolve("sources/x.yaml"), "owner: a\nowner: J\u00fcrgen".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(folder.problems()).containsExactly("sources/x.yaml:2:9 Invalid text: byte 0xFC is not UTF-8.");
    }

    @Test
    void controlCharactersAreRefusedWithTheirPlace() {
        folder.write("sources/x.yaml", "owner: a\ntags: b\u0007");

        assertThat(folder.problems())
                .containsExactly("sources/x.yaml:2:8 Invalid YAML: character U+0007 is not permitted.");
    }

    @Test
    void literalSecretDrawsWarningAndIsNeverTold() {
        folder.write(
                        "daybreak.yaml",
                        """
                        name: shop
                        start: 2025-01-01
                        variables: {api_token: hunter2}
                        connections:
                          a: {url: "jdbc:postgresql://h/d?password=hunter2", password: hunter2}
                          b: {url: "jdbc:sqlite:x", password: "${env:PW}"}
                        """)
                .environment("PW", "hunter2");

        Loaded loaded = folder.load();

        assertThat(folder.problems())
                .containsExactly(
                        "daybreak.yaml:3:24 Invalid place for a secret: 'api_token' holds it in plain text.",
                        "daybreak.yaml:5:12 Invalid place for a secret: 'url' holds it in plain text.",
                        "daybreak.yaml:5:64 Invalid place for a secret: 'password' holds it in plain text.");
        assertThat(loaded.problems()).extracting(Problem::severity).containsOnly(Problem.Severity.WARNING);
        assertThat(loaded.problems().toString()).doesNotContain("hunter2");
        assertThat(loaded.project().orElseThrow().settings().connections().toString())
                .doesNotContain("hunter2");
    }

    @Test
    void secretFromElsewhereIsNotToldWhenItDoesNotFit() {
        folder.write("daybreak.yaml", "name: shop\ntimezone: ${env:PW}\nengine: {memory: '${file:pw}'}\n")
                .write("pw", "hunter2\n")
                .environment("PW", "hunter2");

        assertThat(folder.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"))
                .first()
                .asString()
                .startsWith("daybreak.yaml:2:11 Invalid value '${env:PW}' of 'timezone': expected a time zone");
    }

    @Test
    void overridesMustNameVariablesAndFitTheirTypes() {
        folder.write("daybreak.yaml", "name: x\nvariables: {data: a, days: 3}\n")
                .override("dat", "b")
                .override("days", "many");

        assertThat(folder.problems())
                .containsExactly(
                        "daybreak.yaml Invalid --var 'dat': the project has no such variable. Did you mean 'data'?",
                        "daybreak.yaml:2:22 Invalid --var days='many': expected a number, as declared here.");
    }

    @Test
    void valuesOfVariablesAreNotTold() {
        folder.write("daybreak.yaml", "name: x\nvariables: {pin_token: '${env:PIN}'}\n")
                .environment("PIN", "4711")
                .override("pin_token", "hunter2");

        assertThat(folder.problems()).singleElement().asString().doesNotContain("hunter2", "4711");

        ProjectFolder other =
                new ProjectFolder(root).write("daybreak.yaml", "name: x\nvariables: {pin: '${env:PIN}'}\n");
        assertThat(other.environment("PIN", "4711")
                        .load()
                        .project()
                        .orElseThrow()
                        .settings())
                .asString()
                .contains("variables=[pin]")
                .doesNotContain("4711");
    }

    @Test
    void endMustComeAfterStart() {
        folder.write("daybreak.yaml", "name: x\nstart: 2025-02-01\nend: 2025-02-01\n");

        assertThat(folder.problems())
                .containsExactly("daybreak.yaml:3:6 Invalid end 2025-02-01T00:00:00Z: it is not after the start"
                        + " 2025-02-01T00:00:00Z.");
    }
}
