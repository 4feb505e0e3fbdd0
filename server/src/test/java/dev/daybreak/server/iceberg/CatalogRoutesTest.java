package dev.daybreak.server.iceberg;

import static dev.daybreak.server.iceberg.Tables.CREATION;
import static dev.daybreak.server.iceberg.Tables.ORDERS;
import static dev.daybreak.server.iceberg.Tables.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.server.iceberg.CatalogServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit does not look at: pages, tags of answers, errors. */
class CatalogRoutesTest {
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

    @Test
    void listsInPagesThatNothingMoves() {
        for (String name : new String[] {"d", "b", "a", "c", "e"}) {
            client.createTable(TableIdentifier.of("sales", name), SCHEMA);
        }

        JsonNode first =
                server.get("/namespaces/sales/tables?pageToken=&pageSize=2").json();
        client.dropTable(TableIdentifier.of("sales", "a"));
        JsonNode second = server.get("/namespaces/sales/tables?pageSize=2&pageToken="
                        + first.get("next-page-token").asText())
                .json();
        JsonNode third = server.get("/namespaces/sales/tables?pageSize=2&pageToken="
                        + second.get("next-page-token").asText())
                .json();

        assertThat(names(first)).containsExactly("a", "b");
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(third)).containsExactly("e");
        assertThat(third.path("next-page-token").isMissingNode()
                        || third.path("next-page-token").isNull())
                .isTrue();
        assertThat(names(server.get("/namespaces/sales/tables").json())).containsExactly("b", "c", "d", "e");
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.get("identifiers").forEach(table -> names.add(table.get("name").asText()));
        return names;
    }

    @Test
    void aClientThatAsksForPagesGetsAll() throws IOException {
        for (int i = 0; i < 5; i++) {
            client.createNamespace(Namespace.of("n" + i));
        }
        try (RESTCatalog paging = server.client("rest-page-size", "2")) {
            assertThat(paging.listNamespaces()).hasSize(5);
        }
    }

    @Test
    void namespacesHaveLevels() {
        client.createNamespace(Namespace.of("eu"));
        client.createNamespace(Namespace.of("eu", "sales"));
        client.createTable(TableIdentifier.of("eu", "sales", "orders"), SCHEMA);

        assertThat(client.listNamespaces(Namespace.of("eu"))).containsExactly(Namespace.of("eu", "sales"));
        assertThat(server.get("/namespaces/eu%1Fsales/tables/orders").status()).isEqualTo(200);
    }

    @Test
    void aTableThatHasNotChangedIsNotSentAgain() {
        client.createTable(ORDERS, SCHEMA);
        String path = "/namespaces/sales/tables/orders";

        String tag = server.get(path).response().headers().firstValue("ETag").orElseThrow();
        Reply unchanged = server.get(path, "If-None-Match", tag);
        Tables.append(client.loadTable(ORDERS));
        Reply changed = server.get(path, "If-None-Match", tag);

        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void whatDoesNotFitIsToldAsClientsKnowIt() {
        client.createTable(ORDERS, SCHEMA);

        assertThat(failure("GET", "/namespaces/sales/tables/none", "")).isEqualTo("404 NoSuchTableException");
        assertThat(failure("GET", "/namespaces/none", "")).isEqualTo("404 NoSuchNamespaceException");
        assertThat(failure("GET", "/namespaces/sales/views/none", "")).isEqualTo("404 NoSuchViewException");
        assertThat(failure("POST", "/namespaces/sales/tables", CREATION)).isEqualTo("409 AlreadyExistsException");
        assertThat(failure("DELETE", "/namespaces/sales", "")).isEqualTo("409 NamespaceNotEmptyException");
        assertThat(failure("POST", "/namespaces/sales/tables", "{\"name\": ")).isEqualTo("400 BadRequestException");
        assertThat(failure("POST", "/namespaces/sales/tables", "")).isEqualTo("400 BadRequestException");
        assertThat(failure("POST", "/namespaces", "{\"namespace\": [\"..\"]}")).isEqualTo("400 BadRequestException");
        assertThat(failure("GET", "/namespaces?pageSize=none", "")).isEqualTo("400 BadRequestException");
        assertThat(failure("GET", "/namespaces?pageToken=%C3%A4", "")).isEqualTo("400 BadRequestException");
        assertThat(failure("GET", "/namespaces/sales/tables/orders?snapshots=some", ""))
                .isEqualTo("400 BadRequestException");
        assertThat(server.send("HEAD", "/namespaces/sales/tables/none", "").status())
                .isEqualTo(404);
        assertThat(server.send("HEAD", "/namespaces/sales/tables/orders", "").status())
                .isEqualTo(204);
    }

    @Test
    void aCatalogThatIsHeldByAnotherIsAskedAgainLater() {
        SQLException busy = new SQLException("[SQLITE_BUSY] The database file is locked (database is locked)");

        Answer answer = IcebergFailures.answer(null, new UncheckedSQLException(busy, "Unknown failure"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(answer.body()).contains("ServiceUnavailableException");
    }

    private String failure(String method, String path, String body) {
        return server.send(method, path, body).failure();
    }
}
