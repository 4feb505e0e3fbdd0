package dev.daybreak.server.iceberg;

import dev.daybreak.lake.SharedCatalog;
import io.javalin.http.HandlerType;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;

/** Namespaces and their properties. */
final class NamespaceResources {
    private static final String ALL = "/namespaces";
    private static final String ONE = "/namespaces/{namespace}";

    private final SharedCatalog catalog;
    private final Changes changes;

    NamespaceResources(SharedCatalog catalog, Changes changes) {
        this.catalog = catalog;
        this.changes = changes;
    }

    List<Resource> all() {
        return List.of(
                Resource.read(HandlerType.GET, ALL, this::list),
                Resource.write(HandlerType.POST, ALL, this::create),
                Resource.read(HandlerType.HEAD, ONE, this::exists),
                Resource.read(HandlerType.GET, ONE, this::load),
                Resource.write(HandlerType.DELETE, ONE, this::drop),
                Resource.write(HandlerType.POST, ONE + "/properties", this::update));
    }

    private Answer list(Exchange exchange) {
        Namespace parent = exchange.parent();
        List<Namespace> found = parent.isEmpty() ? catalog.listNamespaces() : catalog.listNamespaces(parent);
        Pages.Page<Namespace> page = Pages.of(found, Namespace::toString, exchange);
        return Answer.of(ListNamespacesResponse.builder()
                .addAll(page.items())
                .nextPageToken(page.next())
                .build());
    }

    private Answer create(Exchange exchange) {
        CreateNamespaceRequest request = exchange.body(CreateNamespaceRequest.class);
        request.validate();
        Names.checked(request.namespace());
        Answer answer = Answer.of(CatalogHandlers.createNamespace(catalog, request));
        changes.made(exchange.caller(), "create namespace", request.namespace().toString());
        return answer;
    }

    private Answer exists(Exchange exchange) {
        CatalogHandlers.namespaceExists(catalog, exchange.namespace());
        return Answer.NOTHING;
    }

    private Answer load(Exchange exchange) {
        return Answer.of(CatalogHandlers.loadNamespace(catalog, exchange.namespace()));
    }

    private Answer drop(Exchange exchange) {
        CatalogHandlers.dropNamespace(catalog, exchange.namespace());
        changes.made(exchange.caller(), "drop namespace", exchange.namespace().toString());
        return Answer.NOTHING;
    }

    private Answer update(Exchange exchange) {
        UpdateNamespacePropertiesRequest request = exchange.body(UpdateNamespacePropertiesRequest.class);
        Answer answer = Answer.of(CatalogHandlers.updateNamespaceProperties(catalog, exchange.namespace(), request));
        changes.made(exchange.caller(), "change namespace", exchange.namespace().toString());
        return answer;
    }
}
