package dev.daybreak.benchmarks;

import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.server.iceberg.AuditedChanges;
import dev.daybreak.server.iceberg.IcebergRoutes;
import dev.daybreak.server.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Measures what a client waits for on a catalog that is served on this machine: requests over loopback with a token and, where something changes,
 * a key; the catalog in SQLite, metadata files and the audit log on the disk. Files of rows and manifests are the client's, and are not
 * measured. Prints a line for each row of the table: what, measured, bar and note, with tabs between.
 */
public final class CatalogRequests {
    private static final int WARMING = 500;
    private static final int TIMES = 1000;
    private static final int SNAPSHOTS = 100;
    private static final String BAR = "p99 50 ms";
    private static final String TABLES = "/namespaces/bench/tables";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = UUID.randomUUID().toString();

    private CatalogRequests() {}

    /** @param args an empty folder to work in */
    public static void main(String[] args) throws IOException, InterruptedException {
        new CatalogRequests().measure(Path.of(args[0]));
    }

    private void measure(Path work) throws IOException, InterruptedException {
        List<AccessToken> tokens = List.of(new AccessToken("bench", Role.OPERATOR, token));
        try (Store store = Store.open(Files.createDirectories(work.resolve("state")))) {
            IcebergRoutes routes = new IcebergRoutes(
                    SharedCatalog.open(LakePlace.local(work.resolve("lake"))),
                    tokens,
                    Set.of(),
                    Set.of(),
                    new AuditedChanges(store),
                    Clock.systemUTC());
            try (WebServer server = WebServer.start("127.0.0.1", 0, tokens, List.of(routes))) {
                measure("http://127.0.0.1:" + server.port() + IcebergRoutes.BASE + "/v1" + TABLES);
            }
        }
    }

    private void measure(String tables) throws IOException, InterruptedException {
        TableUnderWrite[] written = new TableUnderWrite[(WARMING + TIMES) / SNAPSHOTS];
        for (int i = 0; i < written.length; i++) {
            written[i] = new TableUnderWrite(tables, "t" + i);
        }
        print(
                "commit to a table over loopback, which gets up to " + SNAPSHOTS + " snapshots",
                turn -> written[turn % written.length].commit());
        print(
                "load of a table with " + SNAPSHOTS + " snapshots over loopback",
                turn -> send(HttpRequest.newBuilder(URI.create(written[turn % written.length].address()))));
    }

    /** A table, and its newest snapshot. */
    private final class TableUnderWrite {
        private final String address;
        private int snapshots;

        TableUnderWrite(String tables, String name) throws IOException, InterruptedException {
            this.address = tables + "/" + name;
            post(
                    tables,
                    """
                    {"name": "%s", "schema": {"type": "struct", "schema-id": 0, "fields":
                      [{"id": 1, "name": "id", "type": "long", "required": true}]}}
                    """
                            .formatted(name));
        }

        String address() {
            return address;
        }

        /** What a client sends that has appended rows. */
        void commit() throws IOException, InterruptedException {
            String before = snapshots == 0 ? "null" : Integer.toString(snapshots);
            String parent = snapshots == 0 ? "" : "\"parent-snapshot-id\": " + before + ",";
            snapshots++;
            post(
                    address,
                    """
                    {"requirements": [{"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": %s}],
                     "updates": [
                       {"action": "add-snapshot", "snapshot": {"snapshot-id": %d, %s "sequence-number": %d,
                         "timestamp-ms": %d, "manifest-list": "/nowhere/snap-%d.avro", "schema-id": 0,
                         "summary": {"operation": "append", "added-data-files": "1", "added-records": "1000",
                           "added-files-size": "100000", "total-records": "%d"}}},
                       {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": %d}]}
                    """
                            .formatted(
                                    before,
                                    snapshots,
                                    parent,
                                    snapshots,
                                    System.currentTimeMillis(),
                                    snapshots,
                                    1000L * snapshots,
                                    snapshots));
        }
    }

    private void post(String address, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    /** What is done a number of times. */
    private interface Request {
        void send(int turn) throws IOException, InterruptedException;
    }

    private static void print(String what, Request request) throws IOException, InterruptedException {
        for (int i = 0; i < WARMING; i++) {
            request.send(i);
        }
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            request.send(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s\tmedian %.1f, p99 %.1f, most %.1f ms\t%s\t%d times%n",
                what, millis(nanos, 0.5), millis(nanos, 0.99), millis(nanos, 1), BAR, TIMES);
    }

    private static double millis(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
    }
}
