package dev.daybreak.lake;

import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.lake.LakePlace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** Opens the lakes of tests: in the test's folder, or with their tables in the store that the test class stands on. */
final class Lakes {
    private static final String STORE = "lakes.store";
    private static Function<Path, LakePlace> places = LakePlace::local;
    private static Patience patience = Patience.USUAL;

    static {
        String endpoint = System.getProperty(STORE);
        if (endpoint != null) {
            OnS3.giveCredentials();
            standOn(URI.create(endpoint));
        }
    }

    private Lakes() {}

    static void standOn(URI endpoint) {
        places = folder -> OnS3.place(folder, endpoint);
        patience = OnS3.SHORT;
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
                .map(warehouse -> "-D" + STORE + "=" + warehouse.endpoint().orElseThrow())
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
