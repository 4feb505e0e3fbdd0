package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.problem.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code stored_as} says of tables and sources. */
class StoredAsTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\n");
    }

    private TableAsset table(String header) {
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0);
    }

    @Test
    void tablesAreParquetUnlessTheySaySo() {
        assertThat(table("").format()).isEqualTo(TableFormat.PARQUET);
        assertThat(table("stored_as: avro\n").format()).isEqualTo(TableFormat.AVRO);
    }

    @Test
    void anotherFormatMakesNothingStale() {
        assertThat(table("stored_as: orc\n").definition()).isEqualTo(table("").definition());
    }

    @Test
    void filesOfASourceAndItsTableHaveFormatsOfTheirOwn() {
        folder.write("sources/clicks.yaml", "files: {path: clicks.csv}\ncolumns: {id: long}\nstored_as: orc\n");

        assertThat(folder.load().project().orElseThrow().sources().get(0).format())
                .isEqualTo(TableFormat.ORC);
    }

    @Test
    void otherFormatsAreRefused() {
        folder.write("assets/a/b.sql", "/*---\nstored_as: csv\n---*/\nSELECT 1 AS one\n");

        assertThat(folder.load().problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("assets/a/b.sql:2:12", "parquet", "avro", "orc");
    }
}
