package dev.daybreak.server.iceberg;

import dev.daybreak.lake.SharedCatalog;
import io.javalin.http.HandlerType;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ListTablesResponse;

/** Views, which the catalog keeps for clients that know what their SQL means. */
final class ViewResources {
    private static final String ALL = "/namespaces/{namespace}/views";
    private static final String ONE = "/namespaces/{namespace}/views/{view}";

    private final SharedCatalog catalog;
    private final ProjectTables projectTables;
    private final Changes changes;

    ViewResources(SharedCatalog catalog, ProjectTables projectTables, Changes changes) {
        this.catalog = catalog;
        this.projectTables = projectTables;
        this.changes = changes;
    }

    List<Resource> all() {
        return List.of(
                Resource.read(HandlerType.GET, ALL, this::list),
                Resource.write(HandlerType.POST, ALL, this::create),
                Resource.write(HandlerType.POST, "/namespaces/{namespace}/register-view", this::register),
                Resource.read(HandlerType.HEAD, ONE, this::exists),
                Resource.read(HandlerType.GET, ONE, this::load),
                Resource.write(HandlerType.POST, ONE, this::replace),
                Resource.write(HandlerType.DELETE, ONE, this::drop),
                Resource.write(HandlerType.POST, "/views/rename", this::rename));
    }

    private Answer list(Exchange exchange) {
        Pages.Page<TableIdentifier> page =
                Pages.of(catalog.listViews(exchange.namespace()), TableIdentifier::name, exchange);
        return Answer.of(ListTablesResponse.builder()
                .addAll(page.items())
                .nextPageToken(page.next())
                .build());
    }

    private Answer create(Exchange exchange) {
        CreateViewRequest request = exchange.body(CreateViewRequest.class);
        request.validate();
        TableIdentifier view = free(TableIdentifier.of(exchange.namespace(), request.name()));
        projectTables.requireMayUse(exchange.caller(), request.location());
        projectTables.requireMayUse(exchange.caller(), request.properties());
        Answer answer = Answer.of(CatalogHandlers.createView(catalog, exchange.namespace(), request));
        changes.made(exchange.caller(), "create view", view.toString());
        return answer;
    }

    private Answer register(Exchange exchange) {
        RegisterViewRequest request = exchange.body(RegisterViewRequest.class);
        request.validate();
        TableIdentifier view = free(TableIdentifier.of(exchange.namespace(), request.name()));
        projectTables.requireMayUse(exchange.caller(), request.metadataLocation());
        Answer answer = Answer.of(CatalogHandlers.registerView(catalog, exchange.namespace(), request));
        changes.made(exchange.caller(), "register view", view.toString());
        return answer;
    }

    private TableIdentifier free(TableIdentifier view) {
        projectTables.requireFree(Names.checked(view));
        return view;
    }

    private Answer exists(Exchange exchange) {
        CatalogHandlers.viewExists(catalog, exchange.view());
        return Answer.NOTHING;
    }

    private Answer load(Exchange exchange) {
        return Answer.of(CatalogHandlers.loadView(catalog, exchange.view()));
    }

    private Answer replace(Exchange exchange) {
        UpdateTableRequest request = exchange.body(UpdateTableRequest.class);
        request.validate();
        projectTables.requireMayCommit(exchange.caller(), exchange.view(), request.updates());
        Answer answer = Answer.of(CatalogHandlers.updateView(catalog, exchange.view(), request));
        changes.made(exchange.caller(), "replace view", exchange.view().toString());
        return answer;
    }

    private Answer drop(Exchange exchange) {
        projectTables.requireFree(exchange.view());
        CatalogHandlers.dropView(catalog, exchange.view());
        changes.made(exchange.caller(), "drop view", exchange.view().toString());
        return Answer.NOTHING;
    }

    private Answer rename(Exchange exchange) {
        RenameTableRequest request = exchange.body(RenameTableRequest.class);
        request.validate();
        projectTables.requireFree(request.source());
        free(request.destination());
        CatalogHandlers.renameView(catalog, request);
        changes.made(exchange.caller(), "rename view", request.source() + " to " + request.destination());
        return Answer.NOTHING;
    }
}
