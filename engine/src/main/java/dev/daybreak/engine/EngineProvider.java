package dev.daybreak.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Opens an engine whose classes are loaded only when it is asked for. Found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {
    /** The name of the engines that it opens. */
    String name();

    /** Opens one; the caller closes it. */
    Engine open(Options options);

    /** What runs applications where an engine with these options computes. */
    Applications applications(Options options);

    /**
     * Where an engine runs and what it may use.
     *
     * @param url a server that runs, such as {@code sc://host:15002}; empty: the engine starts its own
     * @param serverJars the folder with the jars of a server that is started
     * @param memoryBytes of a server that is started
     * @param threads of a server that is started, at least 1
     * @param tempDirectory where the engine spills and writes, into a folder of its own that {@link Engine#close} removes. A server
     *     that runs elsewhere must see it under the same path
     */
    record Options(Optional<String> url, Path serverJars, long memoryBytes, int threads, Path tempDirectory) {
        public Options {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(serverJars, "serverJars");
            Objects.requireNonNull(tempDirectory, "tempDirectory");
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "Invalid engine options: threads is " + threads + ", but must be at least 1");
            }
        }
    }
}
