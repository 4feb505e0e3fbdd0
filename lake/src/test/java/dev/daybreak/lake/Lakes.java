package dev.daybreak.lake;

import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.lake.Warehouse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** Opens the lakes of tests: in the test's folder, or with their tables in the store that the test class stands on. */
final class Lakes {
    static final Patience SHORT = new Patience(12, Duration.ofSeconds(1));
    private static final long CACHE_BYTES = 1_000_000_000;
    private static final String STORE = "lakes.store";
    private static Function<Path, LakePlace> places = LakePlace::local;
    private static Patience patience = Patience.USUAL;

    static {
        String store = System.getProperty(STORE);
        if (store != null) {
            S3Server.giveCredentials();
            String[] parts = store.split(" ", 2);
            standOn(StoreKind.valueOf(parts[0]), URI.create(parts[1]));
        }
    }

    private Lakes() {}

    /** Each folder's lake lies under a prefix that no other has. */
    static void standOn(StoreKind kind, URI endpoint) {
        places = folder -> place(folder, kind, endpoint);
        patience = SHORT;
    }

    static LakePlace place(Path folder, StoreKind kind, URI endpoint) {
        String prefix =
                "lake" + Integer.toHexString(folder.toAbsolutePath().toString().hashCode());
        return new LakePlace(folder, Optional.of(kind.warehouse(endpoint, prefix, CACHE_BYTES)), Optional.empty());
    }

    /** With catalogs elsewhere. */
    static void standOn(Function<Path, LakePlace> other) {
        places = other;
        patience = Patience.USUAL;
    }

    static void standOnFolders() {
        places = LakePlace::local;
        patience = Patience.USUAL;
    }

    /** What another process is told to open the same lakes. */
    static String option() {
        return place(Path.of("any"))
                .warehouse()
                .map(warehouse -> "-D" + STORE + "="
                        + (Warehouse.isGcs(warehouse.location()) ? StoreKind.GCS : StoreKind.S3) + " "
                        + warehouse.endpoint().orElseThrow())
                .orElse("-Dlakes.local=true");
    }

    static LakePlace place(Path folder) {
        return places.apply(folder);
    }

    static Storage storage(Path folder) {
        return ObjectStorage.of(place(folder), patience);
    }

    static Lake open(Path folder) {
        return Lake.open(place(folder), Optional.empty(), patience, null);
    }

    static Lake open(Path folder, Branch branch) {
        return Lake.open(place(folder), Optional.of(branch), patience, null);
    }

    static Lake open(Path folder, Function<Map<String, String>, JdbcClientPool> pool) {
        return Lake.open(place(folder), Optional.empty(), patience, pool);
    }
}
