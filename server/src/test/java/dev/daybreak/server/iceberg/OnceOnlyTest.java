package dev.daybreak.server.iceberg;

import static dev.daybreak.server.iceberg.Tables.CREATION;
import static dev.daybreak.server.iceberg.Tables.ORDERS;
import static dev.daybreak.server.iceberg.Tables.SCHEMA;
import static dev.daybreak.server.iceberg.Tables.settingProperty;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.Receipts;
import dev.daybreak.server.iceberg.CatalogServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent again, since no answer came, with the key that they had. */
class OnceOnlyTest {
    private static final String[] KEY = {"Idempotency-Key", "01980000-0000-7000-8000-000000000001"};
    private static final String TABLES = "/namespaces/sales/tables";
    private static final String TABLE = TABLES + "/orders";

    @TempDir
    Path lake;

    private static void makeTable(CatalogServer server) {
        try (RESTCatalog client = server.client()) {
            client.createTable(ORDERS, SCHEMA);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theClientIsToldForHowLongAKeyIsKnown() {
        try (CatalogServer server = new CatalogServer(lake)) {
            assertThat(server.get("/config")
                            .json()
                            .get("idempotency-key-lifetime")
                            .asText())
                    .isEqualTo("PT1H");
        }
    }

    @Test
    void aCommitIsDoneOnceAndAnsweredAlike() {
        try (CatalogServer server = new CatalogServer(lake)) {
            makeTable(server);
            server.changes.clear();

            Reply first = server.send("POST", TABLE, settingProperty("colour", "red"), KEY);
            server.send("POST", TABLE, settingProperty("colour", "blue"));
            Reply again = server.send("POST", TABLE, settingProperty("colour", "red"), KEY);

            assertThat(first.status()).isEqualTo(200);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.json()).isEqualTo(first.json());
            assertThat(server.get(TABLE)
                            .json()
                            .at("/metadata/properties/colour")
                            .asText())
                    .isEqualTo("blue");
            assertThat(server.changes).hasSize(2);
        }
    }

    @Test
    void anAnswerOutlivesTheServer() {
        Reply first;
        try (CatalogServer server = new CatalogServer(lake)) {
            makeTable(server);
            first = server.send("POST", TABLE, settingProperty("colour", "red"), KEY);
        }
        try (CatalogServer server = new CatalogServer(lake)) {
            assertThat(server.send("POST", TABLE, settingProperty("colour", "red"), KEY)
                            .json())
                    .isEqualTo(first.json());
            assertThat(server.changes).isEmpty();
        }
    }

    @Test
    void aCommitWhoseAnswerGotLostIsAnsweredAndNotDoneAgain() {
        String append =
                """
                {"requirements": [], "updates": [{"action": "add-snapshot", "snapshot": {"snapshot-id": %d,
                  "sequence-number": 1, "timestamp-ms": %d, "manifest-list": "/nowhere", "schema-id": 0,
                  "summary": {"operation": "append"}}},
                  {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": 7}]}
                """
                        .formatted(7, System.currentTimeMillis());
        try (CatalogServer server = new CatalogServer(lake)) {
            makeTable(server);
            server.failsAfterChange = true;
            Reply lost = server.send("POST", TABLE, append, KEY);
            server.failsAfterChange = false;

            Reply again = server.send("POST", TABLE, append, KEY);

            assertThat(lost.status()).isEqualTo(500);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.json().at("/metadata/current-snapshot-id").asLong())
                    .isEqualTo(7);
            assertThat(server.get(TABLE).json().at("/metadata-location"))
                    .as("no commit came after the first")
                    .isEqualTo(again.json().at("/metadata-location"));
        }
    }

    @Test
    void aKeyIsForgottenAfterItsTime() {
        try (CatalogServer server = new CatalogServer(lake)) {
            makeTable(server);
            server.send("POST", TABLE, settingProperty("colour", "red"), KEY);
        }
        Duration after = Receipts.LIFETIME.plusSeconds(1);
        try (CatalogServer later = new CatalogServer(lake, List.of(), CatalogServer.NOW.plus(after))) {
            later.send("POST", TABLE, settingProperty("colour", "blue"), KEY);

            assertThat(later.get(TABLE).json().at("/metadata/properties/colour").asText())
                    .isEqualTo("blue");
        }
    }

    @Test
    void whatIsMadeOrDroppedOrRefusedIsAnsweredAlikeToo() {
        try (CatalogServer server = new CatalogServer(lake)) {
            Reply made = server.send("POST", TABLES, CREATION, KEY);
            Reply madeAgain = server.send("POST", TABLES, CREATION, KEY);
            String[] other = {KEY[0], "another"};
            Reply refused = server.send("POST", TABLES, CREATION, other);
            server.send("DELETE", TABLE, "");
            Reply refusedAgain = server.send("POST", TABLES, CREATION, other);
            Reply gone = server.send("DELETE", TABLE, "");

            assertThat(made.status()).isEqualTo(200);
            assertThat(madeAgain.json()).isEqualTo(made.json());
            assertThat(refused.failure()).isEqualTo("409 AlreadyExistsException");
            assertThat(refusedAgain.json()).isEqualTo(refused.json());
            assertThat(gone.failure()).isEqualTo("404 NoSuchTableException");
        }
    }

    @Test
    void aTransactionIsAnsweredAlike() {
        try (CatalogServer server = new CatalogServer(lake)) {
            String creation =
                    """
                    {"table-changes": [{"identifier": {"namespace": ["sales"], "name": "orders"},
                      "requirements": [{"type": "assert-create"}],
                      "updates": [{"action": "assign-uuid", "uuid": "0198b2c4-0000-7000-8000-00000000000a"},
                        {"action": "set-location", "location": "%s/warehouse/sales/orders"},
                        {"action": "add-schema", "schema": {"type": "struct", "schema-id": 0, "fields":
                          [{"id": 1, "name": "id", "type": "long", "required": true}]}},
                        {"action": "set-current-schema", "schema-id": -1},
                        {"action": "add-spec", "spec": {"spec-id": 0, "fields": []}},
                        {"action": "set-default-spec", "spec-id": -1},
                        {"action": "add-sort-order", "sort-order": {"order-id": 0, "fields": []}},
                        {"action": "set-default-sort-order", "sort-order-id": -1}]}]}
                    """
                            .formatted(lake);

            Reply first = server.send("POST", "/transactions/commit", creation, KEY);
            Reply again = server.send("POST", "/transactions/commit", creation, KEY);
            Reply withoutKey = server.send("POST", "/transactions/commit", creation);

            assertThat(first.body() + first.status()).isEqualTo("204");
            assertThat(again.body() + again.status()).isEqualTo("204");
            assertThat(withoutKey.failure()).isEqualTo("409 CommitFailedException");
        }
    }

    @Test
    void aKeyBelongsToOneRequest() {
        try (CatalogServer server = new CatalogServer(lake)) {
            makeTable(server);
            server.send("POST", TABLE, settingProperty("colour", "red"), KEY);

            Reply other = server.send("POST", TABLE, settingProperty("colour", "blue"), KEY);

            assertThat(other.failure()).isEqualTo("422 UnprocessableEntityException");
            assertThat(other.message()).contains("another request had it before");
        }
    }

    @Test
    void ofManyAtOnceOneIsDone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (CatalogServer server = new CatalogServer(lake)) {
            List<Future<Reply>> sent = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> server.send("POST", TABLES, CREATION, KEY)))
                    .toList();

            for (Future<Reply> reply : sent) {
                assertThat(reply.get().json()).isEqualTo(sent.get(0).get().json());
            }
            assertThat(server.changes).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
