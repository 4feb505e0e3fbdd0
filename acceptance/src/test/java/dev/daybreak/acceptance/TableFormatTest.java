package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.project.asset.TableFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source cut by days and a table that is merged by a key, stored in each format: they hold the same, whatever is done to them. */
class TableFormatTest {
    @TempDir
    Path folder;

    private CommandLineProject project;

    /** Where the lake is, for daybreak.yaml. */
    String lake() {
        return "";
    }

    @BeforeEach
    void project() {
        project = new CommandLineProject(folder);
        project.file(
                "daybreak.yaml",
                "name: formats\ntimezone: America/New_York\nstart: 2025-03-09\nend: 2025-03-11\n" + lake());
        for (TableFormat format : TableFormat.values()) {
            assets(format, format);
        }
    }

    /** @param name of the assets, which stays when they are stored otherwise */
    private void assets(TableFormat name, TableFormat format) {
        project.file(
                "sources/" + name.text() + ".yaml",
                """
                files: {path: data/*.csv}
                columns: {id: long, moment: timestamptz, price: "decimal(9,2)", "two words": string}
                partition: {column: moment, every: day}
                stored_as: %s
                checks: [{expect_column_values_to_not_be_null: {column: id}}]
                """
                        .formatted(format.text()));
        project.table(
                "by_key." + name.text(),
                "write: {merge: {key: id, order_by: moment}}\npartition: {every: day}\nstored_as: " + format.text(),
                "SELECT id, moment, price, \"two words\" FROM raw." + name.text());
    }

    private Outcome did(String... arguments) {
        Outcome outcome = project.run(arguments);
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome;
    }

    private void bring(String name, String... rows) {
        project.file("data/" + name + ".csv", "id,moment,price,two words\n" + String.join("\n", rows) + "\n");
    }

    /** What the tables of each format hold: once, if they hold the same. */
    private Set<String> held(String schema) {
        Set<String> held = new HashSet<>();
        for (TableFormat format : TableFormat.values()) {
            held.add(project.rows("SELECT id, moment, price, \"two words\" FROM " + schema + "." + format.text()
                    + " ORDER BY id, moment"));
        }
        return held;
    }

    @Test
    void everyFormatHoldsTheSame() {
        bring("a", "1,2025-03-09T23:00:00Z,1.50,x", "2,2025-03-09T06:59:59Z,2.50,", "3,2025-03-10T05:00:00Z,3.50,z");
        did("run");
        bring("b", "1,2025-03-10T12:00:00Z,9.99,new", "4,2025-03-09T12:00:00Z,4.50,late");
        did("run");

        assertThat(held("by_key"))
                .containsExactly("[[1,\"2025-03-10T12:00:00Z\",9.99,\"new\"],[2,\"2025-03-09T06:59:59Z\",2.5,null],"
                        + "[3,\"2025-03-10T05:00:00Z\",3.5,\"z\"],[4,\"2025-03-09T12:00:00Z\",4.5,\"late\"]]");
        assertThat(project.rows(
                        "SELECT COUNT(*) AS n FROM raw.orc WHERE moment >= TIMESTAMPTZ '2025-03-10 00:00:00-04'"))
                .isEqualTo("[[2]]");

        assets(TableFormat.AVRO, TableFormat.ORC);
        assets(TableFormat.ORC, TableFormat.PARQUET);
        assertThat(did("plan", "stale", "--json").json().get("steps"))
                .as("another format makes nothing stale")
                .isEmpty();
        bring("c", "2,2025-03-10T13:00:00Z,7.77,newest");
        did("run");
        did("maintain");

        assertThat(held("by_key")).singleElement().asString().contains("\"newest\"");
        assertThat(held("raw")).singleElement().asString().contains("\"newest\"");
        assertThat(did("plan", "stale", "--json").json().get("steps")).isEmpty();
        assertThat(endings()).contains("parquet", "avro", "orc");
    }

    /** What lies in the folders of the tables that are stored otherwise since. */
    private Set<String> endings() {
        Path tables = project.path(".daybreak/lake");
        try (Stream<Path> files = Files.walk(tables)) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("/data/"))
                    .map(file -> file.substring(file.lastIndexOf('.') + 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
