package dev.daybreak.server.iceberg;

import dev.daybreak.lake.SharedCatalog;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ListTablesResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** Tables: to list, load, make, drop and rename them, and to commit to one or several. */
final class TableResources {
    private static final String ALL = "/namespaces/{namespace}/tables";
    private static final String ONE = "/namespaces/{namespace}/tables/{table}";

    private final SharedCatalog catalog;
    private final ProjectTables projectTables;
    private final TableCommits commits;
    private final Changes changes;

    TableResources(SharedCatalog catalog, ProjectTables projectTables, Changes changes) {
        this.catalog = catalog;
        this.projectTables = projectTables;
        this.commits = new TableCommits(catalog);
        this.changes = changes;
    }

    List<Resource> all() {
        return List.of(
                Resource.read(HandlerType.GET, ALL, this::list),
                Resource.write(HandlerType.POST, ALL, this::create),
                Resource.write(HandlerType.POST, "/namespaces/{namespace}/register", this::register),
                Resource.read(HandlerType.HEAD, ONE, this::exists),
                Resource.read(HandlerType.GET, ONE, this::load),
                Resource.write(HandlerType.POST, ONE, this::commit),
                Resource.write(HandlerType.DELETE, ONE, this::drop),
                Resource.read(HandlerType.POST, ONE + "/metrics", this::metrics),
                Resource.write(HandlerType.POST, "/tables/rename", this::rename),
                Resource.write(HandlerType.POST, "/transactions/commit", this::commitAll));
    }

    private Answer list(Exchange exchange) {
        Pages.Page<TableIdentifier> page =
                Pages.of(catalog.listTables(exchange.namespace()), TableIdentifier::name, exchange);
        return Answer.of(ListTablesResponse.builder()
                .addAll(page.items())
                .nextPageToken(page.next())
                .build());
    }

    private Answer create(Exchange exchange) {
        CreateTableRequest request = exchange.body(CreateTableRequest.class);
        request.validate();
        TableIdentifier table = Names.checked(TableIdentifier.of(exchange.namespace(), request.name()));
        projectTables.requireFree(table);
        projectTables.requireMayUse(exchange.caller(), request.location());
        projectTables.requireMayUse(exchange.caller(), request.properties());
        if (request.stageCreate()) {
            return Answer.of(CatalogHandlers.stageTableCreate(catalog, exchange.namespace(), request));
        }
        Answer answer = Answer.of(CatalogHandlers.createTable(catalog, exchange.namespace(), request));
        changes.made(exchange.caller(), "create table", table.toString());
        return answer;
    }

    private Answer register(Exchange exchange) {
        RegisterTableRequest request = exchange.body(RegisterTableRequest.class);
        request.validate();
        TableIdentifier table = Names.checked(TableIdentifier.of(exchange.namespace(), request.name()));
        projectTables.requireFree(table);
        projectTables.requireMayUse(exchange.caller(), request.metadataLocation());
        Answer answer = Answer.of(CatalogHandlers.registerTable(catalog, exchange.namespace(), request));
        changes.made(exchange.caller(), "register table", table.toString());
        return answer;
    }

    private Answer exists(Exchange exchange) {
        CatalogHandlers.tableExists(catalog, exchange.table());
        return Answer.NOTHING;
    }

    private Answer load(Exchange exchange) {
        SnapshotMode mode = exchange.parameter(RESTCatalogProperties.SNAPSHOTS_QUERY_PARAMETER)
                .map(TableResources::mode)
                .orElse(SnapshotMode.ALL);
        LoadTableResponse loaded = CatalogHandlers.loadTable(catalog, exchange.table(), mode);
        String tag = "\"" + mode + "-" + fileName(loaded.metadataLocation()) + "\"";
        if (tag.equals(exchange.http().header("If-None-Match"))) {
            return Answer.unchanged(tag);
        }
        return Answer.of(loaded).tagged(tag);
    }

    /** Metadata files never change, and no two have one name. */
    private static String fileName(String location) {
        return location.substring(location.lastIndexOf('/') + 1).replace("\"", "");
    }

    private static SnapshotMode mode(String text) {
        try {
            return SnapshotMode.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("Invalid snapshots '%s': expected 'all' or 'refs'", text);
        }
    }

    private Answer commit(Exchange exchange) {
        UpdateTableRequest request = exchange.body(UpdateTableRequest.class);
        TableIdentifier table = Names.checked(exchange.table());
        requireMayCommit(exchange, table, request);
        TableMetadata metadata = commits.commit(table, request, exchange::receiptOfTable);
        changes.made(exchange.caller(), "commit table", table.toString());
        return Answer.of(LoadTableResponse.builder().withTableMetadata(metadata).build());
    }

    private void requireMayCommit(Exchange exchange, TableIdentifier table, UpdateTableRequest request) {
        request.validate();
        projectTables.requireMayCommit(exchange.caller(), table, request.updates());
    }

    private Answer commitAll(Exchange exchange) {
        CommitTransactionRequest request = exchange.body(CommitTransactionRequest.class);
        request.validate();
        for (UpdateTableRequest change : request.tableChanges()) {
            requireMayCommit(exchange, Names.checked(change.identifier()), change);
        }
        commits.commitAll(request.tableChanges(), exchange.receiptOfNothing());
        request.tableChanges()
                .forEach(change -> changes.made(
                        exchange.caller(), "commit table", change.identifier().toString()));
        return Answer.NOTHING;
    }

    private Answer drop(Exchange exchange) {
        TableIdentifier table = exchange.table();
        projectTables.requireMayDropTable(table);
        boolean purges =
                exchange.parameter("purgeRequested").map(Boolean::parseBoolean).orElse(false);
        boolean dropped = purges ? catalog.purge(table) : catalog.dropTable(table, false);
        if (!dropped) {
            throw new NoSuchTableException("Table does not exist: %s", table);
        }
        changes.gone(exchange.caller(), purges ? "purge table" : "drop table", table.toString(), table);
        return Answer.NOTHING;
    }

    /** What clients tell of their scans and commits is read, so that mistakes are told, and let go. */
    private Answer metrics(Exchange exchange) {
        exchange.body(ReportMetricsRequest.class).validate();
        return Answer.NOTHING;
    }

    private Answer rename(Exchange exchange) {
        RenameTableRequest request = exchange.body(RenameTableRequest.class);
        request.validate();
        projectTables.requireFree(request.source());
        projectTables.requireFree(Names.checked(request.destination()));
        CatalogHandlers.renameTable(catalog, request);
        String names = request.source() + " to " + request.destination();
        changes.gone(exchange.caller(), "rename table", names, request.source());
        return Answer.NOTHING;
    }
}
