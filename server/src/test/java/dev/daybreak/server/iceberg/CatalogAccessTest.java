package dev.daybreak.server.iceberg;

import static dev.daybreak.server.iceberg.Tables.CREATION;
import static dev.daybreak.server.iceberg.Tables.ORDERS;
import static dev.daybreak.server.iceberg.Tables.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.iceberg.CatalogServer.Reply;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and write the catalog. */
class CatalogAccessTest {
    private static final String VIEWER = "viewer-0123456789abcdef";
    private static final String OPERATOR = "operator-0123456789abcdef";
    private static final String ADMIN = "admin-0123456789abcdef";
    private static final List<AccessToken> TOKENS = List.of(
            new AccessToken("vera", Role.VIEWER, VIEWER),
            new AccessToken("otto", Role.OPERATOR, OPERATOR),
            new AccessToken("ada", Role.ADMIN, ADMIN));
    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};

    @TempDir
    Path lake;

    private CatalogServer server;

    @BeforeEach
    void start() {
        server = new CatalogServer(lake, TOKENS, CatalogServer.NOW);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Test
    void withoutATokenNothingIsTold() {
        for (String path : List.of("/config", "/namespaces", "/namespaces/sales/tables/orders")) {
            assertThat(server.get(path).failure()).isEqualTo("401 NotAuthorizedException");
        }
        Reply wrong = server.get("/config", bearer("nobody-0123456789abcdef"));
        assertThat(wrong.failure()).isEqualTo("401 NotAuthorizedException");
        assertThat(wrong.message()).startsWith("Invalid token: nobody has it.");
        assertThat(wrong.response().headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void aViewerReadsAndAnOperatorWrites() throws Exception {
        try (RESTCatalog viewer = server.client("token", VIEWER);
                RESTCatalog operator = server.client("token", OPERATOR)) {
            operator.createTable(ORDERS, SCHEMA);

            assertThat(viewer.listTables(Namespace.of("sales"))).containsExactly(ORDERS);
            assertThatThrownBy(() -> Tables.append(viewer.loadTable(ORDERS)))
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("Cannot do this as 'vera': it needs the role operator");
            Tables.append(operator.loadTable(ORDERS));
            assertThat(viewer.loadTable(ORDERS).currentSnapshot()).isNotNull();
        }
        assertThat(server.changes)
                .containsExactly("otto: create table sales.orders", "otto: commit table sales.orders");
    }

    @Test
    void clientCredentialsAreChangedForABearerToken() throws Exception {
        try (RESTCatalog operator = server.client("credential", "otto:" + OPERATOR)) {
            operator.createNamespace(Namespace.of("sales"));

            assertThat(operator.namespaceExists(Namespace.of("sales"))).isTrue();
        }
        assertThatThrownBy(() -> server.client("credential", "otto:wrong"))
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining("Invalid client_secret");
    }

    @Test
    void whatIsNoClientCredentialIsRefusedAsOAuth2Says() {
        Reply refresh = server.send("POST", "/oauth/tokens", "grant_type=refresh_token&refresh_token=x", FORM);
        Reply nothing = server.send("POST", "/oauth/tokens", "", FORM);
        Reply wrong = server.send(
                "POST", "/oauth/tokens", "grant_type=client_credentials&client_secret=wrong-secret-0123456789", FORM);

        assertThat(refresh.status() + refresh.json().get("error").asText()).isEqualTo("400unsupported_grant_type");
        assertThat(nothing.status() + nothing.json().get("error").asText()).isEqualTo("400invalid_request");
        assertThat(wrong.status() + wrong.json().get("error").asText()).isEqualTo("401invalid_client");
        assertThat(wrong.body()).doesNotContain("wrong-secret");
        assertThat(wrong.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void withoutTokensAClientThatWantsOneGetsSome() throws Exception {
        try (CatalogServer open = new CatalogServer(lake);
                RESTCatalog client = open.client("credential", "anybody:anything")) {
            assertThat(client.listNamespaces()).isEmpty();
        }
    }

    @Test
    void pagesOfOtherSitesAreRefusedInTheProtocolsForm() {
        try (CatalogServer open = new CatalogServer(lake)) {
            Reply foreign =
                    open.send("POST", "/namespaces", "{\"namespace\": [\"a\"]}", "Origin", "https://evil.example");

            assertThat(foreign.failure()).isEqualTo("403 ForbiddenException");
        }
    }

    @Test
    void onlyAnAdminNamesAPlaceOutsideOfTheWarehouse(@TempDir Path elsewhere) {
        String outside = creationAt(elsewhere.toString());

        Reply operator = server.send("POST", "/namespaces/sales/tables", outside, bearer(OPERATOR));
        Reply climbing =
                server.send("POST", "/namespaces/sales/tables", creationAt(lake + "/warehouse/../x"), bearer(OPERATOR));
        Reply remote = server.send("POST", "/namespaces/sales/tables", creationAt("s3://bucket/x"), bearer(ADMIN));
        Reply admin = server.send("POST", "/namespaces/sales/tables", outside, bearer(ADMIN));

        assertThat(operator.failure()).isEqualTo("403 ForbiddenException");
        assertThat(operator.message()).contains("as 'otto': outside of", "only an admin may name one");
        assertThat(climbing.failure()).isEqualTo("403 ForbiddenException");
        assertThat(remote.failure()).isEqualTo("400 BadRequestException");
        assertThat(admin.status()).isEqualTo(200);
    }

    private static String creationAt(String location) {
        return CREATION.replace("\"name\": \"orders\",", "\"name\": \"orders\", \"location\": \"" + location + "\",");
    }
}
