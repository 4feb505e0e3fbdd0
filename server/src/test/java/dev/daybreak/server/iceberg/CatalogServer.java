package dev.daybreak.server.iceberg;

import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.web.WebServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of the catalog in a folder, on a free port of this machine. */
final class CatalogServer implements AutoCloseable {
    final List<String> changes = new CopyOnWriteArrayList<>();
    private final WebServer server;

    CatalogServer(Path lake, List<AccessToken> tokens, Clock clock, AssetKey... assets) {
        this.server = WebServer.start(
                "127.0.0.1",
                0,
                tokens,
                List.of(new IcebergRoutes(
                        SharedCatalog.open(lake),
                        tokens,
                        Set.of(assets),
                        (caller, action, subject) -> changes.add(caller.name() + ": " + action + " " + subject),
                        clock)));
    }

    CatalogServer(Path lake, AssetKey... assets) {
        this(lake, List.of(), Clock.systemUTC(), assets);
    }

    /** What clients are given. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + IcebergRoutes.BASE);
    }

    @Override
    public void close() {
        server.close();
    }
}
