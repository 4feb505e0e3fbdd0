package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnS3.class)
class SharedCatalogOnS3Test extends SharedCatalogTest {
    private String write(Table table, String location) {
        try (var out = table.io().newOutputFile(location).create()) {
            out.write(new byte[] {1, 2, 3, 4});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(location)
                        .withFileSizeInBytes(4)
                        .withRecordCount(1)
                        .build())
                .commit();
        return location;
    }

    @Test
    @Override
    void aPurgeDeletesNothingOutsideOfTheTablesFolder(@TempDir Path elsewhere) throws Exception {
        Table table = catalog.createTable(ORDERS, SCHEMA);
        String own = write(table, table.location() + "/data/own.parquet");
        String neighbour = write(table, table.location() + "-2/data/foreign.parquet");
        String local = write(table, elsewhere.resolve("foreign.parquet").toString());

        assertThat(catalog.purge(ORDERS)).isTrue();

        assertThat(table.io().newInputFile(own).exists()).isFalse();
        assertThat(table.io().newInputFile(neighbour).exists()).isTrue();
        assertThat(Files.exists(Path.of(local))).isTrue();
        assertThat(catalog.purge(ORDERS)).isFalse();
    }

    @Test
    @Override
    void aPurgeDeletesNothingThatAnotherTableHasToo() {
        Table table = catalog.createTable(ORDERS, SCHEMA);
        catalog.registerTable(REFUNDS, metadata(ORDERS));

        assertThat(catalog.purge(REFUNDS)).isTrue();

        assertThat(table.io().newInputFile(metadata(ORDERS)).exists()).isTrue();
        assertThat(catalog.tableExists(REFUNDS)).isFalse();
    }

    @Test
    @Override
    void knowsWhichPlacesAreItsOwn() {
        String warehouse = Lakes.place(folder).warehouse().orElseThrow().location();
        assertThat(catalog.holds(warehouse + "/sales/orders")).isTrue();
        assertThat(catalog.holds(warehouse + "-2/sales/orders")).isFalse();
        assertThat(catalog.holds("s3://another-bucket/sales/orders")).isFalse();
        assertThat(catalog.holds("/tmp/x")).isFalse();
        assertThat(catalog.canHold("s3://another-bucket/x")).isTrue();
        assertThat(catalog.canHold("gs://bucket/x")).isFalse();
    }
}
