package dev.daybreak.server.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/** A server of the catalog in a folder, on a free port of this machine. */
final class CatalogServer implements AutoCloseable {
    /** Clients write what they are refused and try again, which is what many tests are about. */
    private static final List<Logger> CLIENTS =
            List.of(Logger.getLogger("org.apache.iceberg"), Logger.getLogger("org.apache.hadoop"));

    static {
        CLIENTS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    /** What was changed, by whom. */
    final List<String> changes = new CopyOnWriteArrayList<>();

    final List<String> gone = new CopyOnWriteArrayList<>();

    /** Whether it fails, as if it were killed, between a change and its answer. */
    volatile boolean failsAfterChange;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebServer server;

    CatalogServer(Path lake, List<AccessToken> tokens, Instant now, AssetKey... assets) {
        this(lake, tokens, now, Set.of(assets), Set.of());
    }

    /** @param views of which all are assets */
    static CatalogServer withViews(Path lake, AssetKey... views) {
        return new CatalogServer(lake, List.of(), NOW, Set.of(views), Set.of(views));
    }

    private CatalogServer(Path lake, List<AccessToken> tokens, Instant now, Set<AssetKey> assets, Set<AssetKey> views) {
        this.server = WebServer.start(
                "127.0.0.1",
                0,
                tokens,
                List.of(new IcebergRoutes(
                        SharedCatalog.open(LakePlace.local(lake)),
                        tokens,
                        assets,
                        views,
                        new Told(),
                        Clock.fixed(now, ZoneOffset.UTC))));
    }

    CatalogServer(Path lake, AssetKey... assets) {
        this(lake, List.of(), NOW, assets);
    }

    private final class Told implements Changes {
        @Override
        public void made(Caller caller, String action, String subject) {
            changes.add(caller.name() + ": " + action + " " + subject);
            if (failsAfterChange) {
                throw new IllegalStateException("after " + action + ", before its answer");
            }
        }

        @Override
        public void gone(Caller caller, String action, String subject, TableIdentifier table) {
            made(caller, action, subject);
            gone.add(table.toString());
        }
    }

    /** What clients are given. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.port() + IcebergRoutes.BASE);
    }

    /**
     * Iceberg's own client.
     *
     * @param namesAndValues its properties beside the address, one after the other
     */
    RESTCatalog client(String... namesAndValues) {
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, address().toString());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        RESTCatalog client = new RESTCatalog();
        client.initialize("daybreak", properties);
        return client;
    }

    /**
     * An answer.
     *
     * @param body empty if there is none
     */
    record Reply(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return Json.read(body);
        }

        /** The status with the name of the exception that Iceberg's clients throw. */
        String failure() {
            return json().at("/error/code").asInt() + " "
                    + json().at("/error/type").asText();
        }

        String message() {
            return json().at("/error/message").asText();
        }
    }

    /** @param headers names and values, one after the other */
    Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + "/v1" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    @Override
    public void close() {
        server.close();
    }
}
