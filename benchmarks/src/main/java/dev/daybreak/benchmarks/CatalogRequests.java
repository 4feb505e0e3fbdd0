package dev.daybreak.benchmarks;

import dev.daybreak.lake.SharedCatalog;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.iceberg.AuditedChanges;
import dev.daybreak.server.iceberg.IcebergRoutes;
import dev.daybreak.server.web.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;

/**
 * Measures what Iceberg's own client waits for on a catalog that is served on this machine: with a token, an audit log and keys of requests, on
 * SQLite and local files. The client keeps its own files in memory, so what it writes beside the requests costs nearly nothing. Prints a line
 * for each row of the table: what, measured, bar and note, with tabs between.
 */
public final class CatalogRequests {
    private static final int WARMING = 200;
    private static final int TIMES = 1000;
    private static final int SNAPSHOTS = 100;
    private static final int TABLES = 20;
    private static final String BAR = "p99 50 ms";
    private static final String TOKEN = UUID.randomUUID().toString();

    private CatalogRequests() {}

    /** @param args an empty folder to work in */
    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[0]);
        List<AccessToken> tokens = List.of(new AccessToken("bench", Role.OPERATOR, TOKEN));
        try (Store store = Store.open(Files.createDirectories(work.resolve("state")))) {
            IcebergRoutes routes = new IcebergRoutes(
                    SharedCatalog.open(work.resolve("lake")),
                    tokens,
                    Set.of(),
                    new AuditedChanges(store),
                    Clock.systemUTC());
            try (WebServer server = WebServer.start("127.0.0.1", 0, tokens, List.of(routes));
                    RESTCatalog client = client(server.port())) {
                measure(client);
            }
        }
    }

    private static RESTCatalog client(int port) {
        RESTCatalog client = new RESTCatalog();
        client.initialize(
                "daybreak",
                Map.of(
                        CatalogProperties.URI,
                        "http://127.0.0.1:" + port + IcebergRoutes.BASE,
                        CatalogProperties.FILE_IO_IMPL,
                        InMemoryFileIO.class.getName(),
                        // Else it asks for a table that it knows only whether it has changed.
                        "rest-table-cache.max-entries",
                        "0",
                        "rest-metrics-reporting-enabled",
                        "false",
                        "rest.auth.type",
                        "oauth2",
                        "token",
                        TOKEN));
        return client;
    }

    private static void measure(RESTCatalog client) {
        Table[] tables = new Table[TABLES];
        for (int i = 0; i < TABLES; i++) {
            tables[i] = client.createTable(
                    TableIdentifier.of("bench", "t" + i),
                    new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
        }
        Table large = client.createTable(
                TableIdentifier.of("bench", "large"),
                new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
        for (int i = 0; i < SNAPSHOTS; i++) {
            append(large);
        }
        print("commit of an append over loopback, " + TABLES + " tables in turn", i -> append(tables[i % TABLES]));
        print(
                "load of a table with " + SNAPSHOTS + " snapshots over loopback",
                i -> client.loadTable(TableIdentifier.of("bench", "large")));
    }

    private static void append(Table table) {
        table.newFastAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
                        .withFileSizeInBytes(1000)
                        .withRecordCount(1)
                        .build())
                .commit();
    }

    /** What is done a number of times. */
    private interface Request {
        void send(int turn);
    }

    private static void print(String what, Request request) {
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
