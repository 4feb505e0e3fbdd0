package dev.daybreak.engine.spark;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * An engine with a server that all test classes of a process share, since a server takes longer to start than most of them do. It ends
 * with the process; closing it does nothing.
 */
public final class SharedSpark implements Engine {
    private static SharedSpark shared;

    private final SparkEngine engine;

    private SharedSpark(SparkEngine engine) {
        this.engine = engine;
    }

    public static synchronized SharedSpark engine() {
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("daybreak-spark");
                SparkEngine started = SparkEngine.open(LocalSpark.options(folder));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder)));
                shared = new SharedSpark(started);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    private static void end(SparkEngine engine, Path folder) {
        engine.close();
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its server is. */
    public String url() {
        return engine.url();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Session open(ZoneId zone) {
        return engine.open(zone);
    }

    @Override
    public void close() {
        // Others use it.
    }
}
