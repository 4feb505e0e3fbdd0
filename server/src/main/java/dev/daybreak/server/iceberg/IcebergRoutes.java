package dev.daybreak.server.iceberg;

import dev.daybreak.lake.Receipts;
import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.KnownTokens;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.rest.responses.ConfigResponse;

/**
 * The lake's catalog by Iceberg's REST protocol, under {@code /iceberg/v1}: what Spark, Trino, DuckDB, PyIceberg and others speak. Only the
 * catalog: files are read and written by the clients, where the tables lie. Who reads needs the role viewer, who writes operator.
 */
public final class IcebergRoutes implements Feature {
    /** What clients are given as the address of the catalog. */
    public static final String BASE = "/iceberg";

    private static final String VERSION = BASE + "/v1";
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private final SharedCatalog catalog;
    private final OnceOnly onceOnly;
    private final TokenExchange tokens;
    private final List<Resource> resources;
    private final Clock clock;

    /**
     * Serves a catalog, which it closes.
     *
     * @param assets whose tables and views only the project's runs make and change in shape
     * @param views those of them that are views: a table that stands in the way of one may be dropped
     */
    public IcebergRoutes(
            SharedCatalog catalog,
            List<AccessToken> tokens,
            Set<AssetKey> assets,
            Set<AssetKey> views,
            Changes changes,
            Clock clock) {
        this.catalog = catalog;
        this.onceOnly = new OnceOnly(catalog);
        this.tokens = new TokenExchange(new KnownTokens(tokens));
        this.clock = clock;
        ProjectTables projectTables = new ProjectTables(catalog, assets, views);
        List<Resource> all = new ArrayList<>();
        all.addAll(new NamespaceResources(catalog, changes).all());
        all.addAll(new TableResources(catalog, projectTables, changes).all());
        all.addAll(new ViewResources(catalog, projectTables, changes).all());
        this.resources = List.copyOf(all);
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.open(HandlerType.POST, VERSION + "/oauth/tokens", tokens::answer));
        routes.add(route(Resource.read(HandlerType.GET, "/config", exchange -> config())));
        resources.forEach(resource -> routes.add(route(resource)));
        return routes;
    }

    private Route route(Resource resource) {
        return Route.of(
                resource.method(), VERSION + resource.path(), resource.role(), ctx -> send(ctx, answer(ctx, resource)));
    }

    private Answer answer(Context ctx, Resource resource) {
        Exchange exchange = new Exchange(ctx, clock.instant());
        return READING.contains(resource.method())
                ? resource.answering().apply(exchange)
                : onceOnly.answer(exchange, () -> resource.answering().apply(exchange));
    }

    private Answer config() {
        return Answer.of(ConfigResponse.builder()
                .withEndpoints(resources.stream().map(Resource::endpoint).toList())
                .withIdempotencyKeyLifetime(Receipts.LIFETIME.toString())
                .build());
    }

    @Override
    public void tell(Context ctx, Exception failure) {
        send(ctx, IcebergFailures.answer(ctx, failure));
    }

    static void send(Context ctx, Answer answer) {
        answer.headers().forEach(ctx::header);
        ctx.status(answer.status());
        if (!answer.body().isEmpty()) {
            ctx.contentType(Json.TYPE).result(answer.body());
        }
    }

    @Override
    public void close() {
        catalog.close();
    }
}
