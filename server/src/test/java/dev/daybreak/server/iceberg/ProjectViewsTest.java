package dev.daybreak.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeViews;
import dev.daybreak.lake.OneRowTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of the project's assets as others read them, here {@code sales.large}; and a table in the place of {@code sales.old}. */
class ProjectViewsTest {
    private static final AssetKey ASSET = AssetKey.parse("sales.large");
    private static final AssetKey FORMER = AssetKey.parse("sales.old");
    private static final TableIdentifier VIEW = TableIdentifier.of("sales", "large");

    @TempDir
    Path folder;

    private CatalogServer server;
    private RESTCatalog client;

    @BeforeEach
    void publish() {
        PublishGuard guard = new PublishGuard("step", "step-1", 1, "run-1", "f00d", () -> true);
        try (Lake lake = Lake.open(folder)) {
            Schema columns = Schema.of(new Column("pieces", Primitive.LONG, false, "How many"));
            lake.views()
                    .publish(
                            ASSET,
                            new LakeViews.Definition(columns, Map.of("spark", "SELECT pieces FROM sales.orders")),
                            guard);
            OneRowTable table = new OneRowTable(lake, FORMER);
            table.publish(table.write("step-1", "ours"), guard);
        }
        server = CatalogServer.withViews(folder, ASSET, FORMER);
        client = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void othersReadWhatRunsPublish() {
        assertThat(client.listViews(VIEW.namespace())).containsExactly(VIEW);
        View view = client.loadView(VIEW);

        assertThat(view.sqlFor("spark").sql()).isEqualTo("SELECT pieces FROM sales.orders");
        assertThat(view.schema().findField("pieces").doc()).isEqualTo("How many");
        assertThat(view.currentVersion().defaultNamespace()).isEqualTo(VIEW.namespace());
    }

    @Test
    void theyAreTheProjects() {
        assertThatThrownBy(() -> client.dropView(VIEW))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("'sales.large': it is an asset of the project");
        assertThatThrownBy(() -> client.renameView(VIEW, TableIdentifier.of("sales", "other")))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> client.loadView(VIEW)
                        .replaceVersion()
                        .withQuery("spark", "SELECT 1 AS pieces")
                        .withSchema(client.loadView(VIEW).schema())
                        .withDefaultNamespace(VIEW.namespace())
                        .commit())
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> client.createTable(VIEW, Tables.SCHEMA)).isInstanceOf(ForbiddenException.class);
        assertThat(client.loadView(VIEW).sqlFor("spark").sql()).isEqualTo("SELECT pieces FROM sales.orders");
    }

    @Test
    void aTableThatStandsInTheWayOfAViewMayBeDropped() {
        TableIdentifier table = TableIdentifier.of("sales", "old");
        assertThat(client.tableExists(table)).isTrue();

        assertThat(client.dropTable(table)).isTrue();

        assertThat(client.tableExists(table)).isFalse();
        assertThat(server.changes).anyMatch(change -> change.contains("drop table sales.old"));
        assertThat(server.gone).containsExactly("sales.old");
    }
}
