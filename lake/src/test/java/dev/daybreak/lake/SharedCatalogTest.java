package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as those see it who serve it to others. */
class SharedCatalogTest {
    static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    static final TableIdentifier ORDERS = TableIdentifier.of("sales", "orders");
    static final TableIdentifier REFUNDS = TableIdentifier.of("sales", "refunds");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    Path folder;

    SharedCatalog catalog;

    @BeforeEach
    void open() {
        catalog = SharedCatalog.open(Lakes.place(folder));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    String metadata(TableIdentifier table) {
        return ((BaseTable) catalog.loadTable(table)).operations().current().metadataFileLocation();
    }

    private static MetadataMove move(TableIdentifier table, String from, String to) {
        return new MetadataMove(table, Optional.of(from), to);
    }

    @Test
    void theLakeSeesWhatOthersMakeAndTheyWhatItHas() {
        catalog.createTable(ORDERS, SCHEMA);

        try (Lake lake = Lakes.open(folder)) {
            assertThat(lake.find(AssetKey.parse("sales.orders"))).isPresent();
            lake.prepare(TestTable.KEY, TestTable.dailyLayout());
        }

        assertThat(catalog.tableExists(TableIdentifier.of("features", "activity")))
                .isTrue();
    }

    @Test
    void movesAllTablesOrNone() {
        catalog.createTable(ORDERS, SCHEMA);
        catalog.createTable(REFUNDS, SCHEMA);
        String orders = metadata(ORDERS);
        String refunds = metadata(REFUNDS);
        Receipt receipt = Receipt.ofBody("key", "request", 204, "", NOW);

        assertThatThrownBy(() -> catalog.move(
                        List.of(move(ORDERS, orders, refunds), move(REFUNDS, orders, refunds)), Optional.of(receipt)))
                .isInstanceOf(CommitFailedException.class)
                .hasMessage("Cannot commit to table 'sales.refunds': another writer changed it first");

        assertThat(metadata(ORDERS)).isEqualTo(orders);
        assertThat(catalog.receipts().find("key", NOW)).isEmpty();

        catalog.move(List.of(move(ORDERS, orders, refunds), move(REFUNDS, refunds, orders)), Optional.of(receipt));

        assertThat(metadata(ORDERS)).isEqualTo(refunds);
        assertThat(metadata(REFUNDS)).isEqualTo(orders);
        assertThat(catalog.receipts().find("key", NOW)).contains(receipt);
    }

    @Test
    void makesATableOnlyUnderAFreeName() {
        catalog.createTable(ORDERS, SCHEMA);
        String file = metadata(ORDERS);
        catalog.buildView(TableIdentifier.of("sales", "seen"))
                .withSchema(SCHEMA)
                .withDefaultNamespace(ORDERS.namespace())
                .withQuery("spark", "SELECT 1")
                .create();

        catalog.move(List.of(new MetadataMove(REFUNDS, Optional.empty(), file)), Optional.empty());

        assertThat(catalog.tableExists(REFUNDS)).isTrue();
        assertThatThrownBy(() -> make("orders", file))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("Table already exists: sales.orders");
        assertThatThrownBy(() -> make("seen", file))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage("View with same name already exists: sales.seen");
    }

    private void make(String name, String file) {
        catalog.move(
                List.of(new MetadataMove(TableIdentifier.of("sales", name), Optional.empty(), file)), Optional.empty());
    }

    @Test
    void forgetsReceiptsThatArePastTheirTime() {
        catalog.receipts().keep(Receipt.ofBody("old", "request", 200, "{}", NOW));
        Instant later = NOW.plus(Receipts.LIFETIME);

        assertThat(catalog.receipts().find("old", later.minusMillis(1))).isPresent();
        assertThat(catalog.receipts().find("old", later)).isEmpty();

        catalog.move(List.of(), Optional.of(Receipt.ofBody("new", "request", 200, "{}", later)));

        assertThat(catalog.receipts().find("old", NOW)).isEmpty();
        assertThat(catalog.receipts().find("new", later)).isPresent();
    }

    @Test
    void aPurgeDeletesNothingOutsideOfTheTablesFolder(@TempDir Path elsewhere) throws Exception {
        Table table = catalog.createTable(ORDERS, SCHEMA);
        Path own = Files.createDirectories(Path.of(table.location(), "data")).resolve("own.parquet");
        Path foreign = elsewhere.resolve("foreign.parquet");
        for (Path file : List.of(own, foreign)) {
            Files.writeString(file, "rows");
            table.newAppend()
                    .appendFile(DataFiles.builder(table.spec())
                            .withPath(file.toString())
                            .withFileSizeInBytes(4)
                            .withRecordCount(1)
                            .build())
                    .commit();
        }

        assertThat(catalog.purge(ORDERS)).isTrue();

        assertThat(own).doesNotExist();
        assertThat(foreign).exists();
        assertThat(catalog.purge(ORDERS)).isFalse();
    }

    @Test
    void aPurgeDeletesNothingThatAnotherTableHasToo() {
        catalog.createTable(ORDERS, SCHEMA);
        catalog.registerTable(REFUNDS, metadata(ORDERS));

        assertThat(catalog.purge(REFUNDS)).isTrue();

        assertThat(Path.of(metadata(ORDERS))).exists();
        assertThat(catalog.tableExists(REFUNDS)).isFalse();
    }

    @Test
    void knowsWhichPlacesAreItsOwn() {
        assertThat(catalog.holds(folder + "/warehouse/sales/orders")).isTrue();
        assertThat(catalog.holds("file:" + folder + "/warehouse/sales/orders")).isTrue();
        assertThat(catalog.holds(folder + "/warehouse/../elsewhere")).isFalse();
        assertThat(catalog.canHold("/tmp/x")).isTrue();
        assertThat(catalog.canHold("s3://bucket/x")).isFalse();
        assertThat(catalog.canHold("file:relative")).isFalse();
    }
}
