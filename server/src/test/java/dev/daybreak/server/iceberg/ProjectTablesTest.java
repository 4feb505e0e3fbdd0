package dev.daybreak.server.iceberg;

import static dev.daybreak.server.iceberg.Tables.CREATION;
import static dev.daybreak.server.iceberg.Tables.ORDERS;
import static dev.daybreak.server.iceberg.Tables.REFUNDS;
import static dev.daybreak.server.iceberg.Tables.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.Lake;
import dev.daybreak.lake.OneRowTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others may do with the tables of the project's assets, here with {@code sales.orders}. */
class ProjectTablesTest {
    private static final AssetKey ASSET = AssetKey.parse("sales.orders");

    @TempDir
    Path folder;

    private CatalogServer server;
    private RESTCatalog client;

    @BeforeEach
    void publish() {
        try (Lake lake = Lake.open(folder)) {
            OneRowTable table = new OneRowTable(lake, ASSET);
            table.publish(
                    table.write("step-1", "ours"), new PublishGuard("step", "step-1", 1, "run-1", "f00d", () -> true));
        }
        server = new CatalogServer(folder, ASSET);
        client = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void othersReadThemAndWriteRowsThatRunsSee() {
        Table table = client.loadTable(ORDERS);
        assertThat(table.currentSnapshot().summary()).containsEntry("total-records", "1");

        Tables.append(table);
        table.manageSnapshots()
                .createTag("audited", table.currentSnapshot().snapshotId())
                .commit();

        try (Lake lake = Lake.open(folder)) {
            assertThat(lake.find(ASSET).orElseThrow().currentSnapshot())
                    .contains(table.currentSnapshot().snapshotId());
        }
    }

    @Test
    void theirShapeAndHistoryAreTheProjects() {
        Table table = client.loadTable(ORDERS);

        assertThatThrownBy(() -> table.updateSchema()
                        .addColumn("more", Types.LongType.get())
                        .commit())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("Cannot change table 'sales.orders' by 'AddSchema'");
        assertThatThrownBy(() -> table.updateProperties().set("a", "b").commit())
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> table.manageSnapshots().removeBranch("main").commit())
                .isInstanceOfAny(ForbiddenException.class, IllegalArgumentException.class);
    }

    @Test
    void theirNamesAreTheProjects() {
        client.createTable(REFUNDS, SCHEMA);

        assertThatThrownBy(() -> client.dropTable(ORDERS))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("'sales.orders': it is an asset of the project");
        assertThatThrownBy(() -> client.dropTable(ORDERS, true)).isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> client.renameTable(ORDERS, REFUNDS)).isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> client.renameTable(REFUNDS, ORDERS)).isInstanceOf(ForbiddenException.class);
        assertThat(server.send("POST", "/namespaces/sales/tables", CREATION).failure())
                .isEqualTo("403 ForbiddenException");
        assertThat(client.tableExists(ORDERS)).isTrue();
    }
}
