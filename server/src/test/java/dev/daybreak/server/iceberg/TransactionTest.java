package dev.daybreak.server.iceberg;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits to several tables, and commits of several writers. */
class TransactionTest {
    @TempDir
    Path lake;

    private CatalogServer server;
    private RESTCatalog client;

    @BeforeEach
    void start() {
        server = new CatalogServer(lake);
        client = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    /** What an append to a table would change. */
    private static TableCommit append(Table table, TableIdentifier name) {
        TableMetadata before = ((BaseTable) table).operations().current();
        Transaction transaction = table.newTransaction();
        transaction.newAppend().appendFile(Tables.file(table)).commit();
        return TableCommit.create(name, before, ((BaseTransaction) transaction).currentMetadata());
    }

    private int snapshots(TableIdentifier name) {
        List<Object> all = new ArrayList<>();
        client.loadTable(name).snapshots().forEach(all::add);
        return all.size();
    }

    @Test
    void severalTablesChangeTogether() {
        TableCommit orders = append(client.createTable(ORDERS, SCHEMA), ORDERS);
        TableCommit refunds = append(client.createTable(REFUNDS, SCHEMA), REFUNDS);

        client.commitTransaction(orders, refunds);

        assertThat(snapshots(ORDERS)).isEqualTo(1);
        assertThat(snapshots(REFUNDS)).isEqualTo(1);
        assertThat(server.changes)
                .endsWith(user() + ": commit table sales.orders", user() + ": commit table sales.refunds");
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    @Test
    void whereOneTableHasChangedNoneChanges() throws Exception {
        TableCommit orders = append(client.createTable(ORDERS, SCHEMA), ORDERS);
        Table table = client.createTable(REFUNDS, SCHEMA);
        TableCommit refunds = append(table, REFUNDS);
        Tables.append(table);

        assertThatThrownBy(() -> client.commitTransaction(orders, refunds))
                .isInstanceOf(CommitFailedException.class)
                .hasMessageContaining("Requirement failed: branch main was created concurrently");

        assertThat(snapshots(ORDERS)).isZero();
        assertThat(snapshots(REFUNDS)).isEqualTo(1);
        assertThat(metadataFiles(client.loadTable(ORDERS)))
                .as("none is left over")
                .isEqualTo(1);
    }

    private static long metadataFiles(Table table) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(table.location(), "metadata"))) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .count();
        }
    }

    @Test
    void aTableIsInATransactionOnce() {
        client.createTable(ORDERS, SCHEMA);
        String change =
                """
                {"identifier": {"namespace": ["sales"], "name": "orders"}, "requirements": [],
                 "updates": [{"action": "set-properties", "updates": {"a": "b"}}]}
                """;

        CatalogServer.Reply reply =
                server.send("POST", "/transactions/commit", "{\"table-changes\": [" + change + ", " + change + "]}");

        assertThat(reply.failure()).isEqualTo("400 BadRequestException");
        assertThat(reply.message()).contains("table 'sales.orders' is in it twice");
    }

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        Table made = client.createTable(ORDERS, SCHEMA);
        made.updateProperties()
                .set(TableProperties.COMMIT_NUM_RETRIES, "100")
                .set(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
                .set(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "50")
                .commit();
        int each = 6;

        atOnce(3, writer -> {
            Table table = client.loadTable(ORDERS);
            for (int i = 0; i < each; i++) {
                Tables.append(table);
            }
        });

        assertThat(snapshots(ORDERS)).isEqualTo(3 * each);
        assertThat(client.loadTable(ORDERS).currentSnapshot().summary()).containsEntry("total-records", "18");
    }

    @Test
    void whatRunsPublishAndWhatOthersWriteMeetInOneTable() throws Exception {
        AssetKey key = AssetKey.parse("sales.orders");
        int each = 6;
        try (Lake own = Lake.open(lake)) {
            OneRowTable table = new OneRowTable(own, key);
            table.publish(table.write("first-1", "first"), guard("first"));

            atOnce(2, writer -> {
                for (int i = 0; i < each; i++) {
                    if (writer == 0) {
                        String step = "step-" + i;
                        table.publish(table.write(step + "-1", step), guard(step));
                    } else {
                        Tables.append(client.loadTable(ORDERS));
                    }
                }
            });

            assertThat(own.find(key).orElseThrow().history()).hasSize(1 + 2 * each);
        }
        assertThat(client.loadTable(ORDERS).currentSnapshot().summary()).containsEntry("total-records", "13");
    }

    private static PublishGuard guard(String step) {
        return new PublishGuard(step, step + "-1", 1, "run-1", "f00d", () -> true);
    }

    /** What one of several writers does. */
    private interface Writing {
        void write(int writer) throws Exception;
    }

    private static void atOnce(int writers, Writing writing) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                all.add(threads.submit(() -> {
                    writing.write(writer);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
