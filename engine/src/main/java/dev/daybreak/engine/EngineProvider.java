package dev.daybreak.engine;

import dev.daybreak.project.engine.Spark;
import java.nio.file.Path;
import java.util.Objects;

/** Opens an engine whose classes are loaded only when it is asked for. Found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {
    /** The name of the engines that it opens. */
    String name();

    /** Opens one; the caller closes it. */
    Engine open(Options options);

    /** What runs applications where an engine with these options computes. */
    Applications applications(Options options);

    /**
     * Looks whether one could be opened, without starting it.
     *
     * @return what was found, for people
     * @throws dev.daybreak.project.problem.DaybreakException with what keeps it from being opened
     */
    String examine(Options options);

    /**
     * Where an engine runs and what it may use.
     *
     * @param place a server that runs, or where the one that is started has its work done
     * @param serverJars the folder with the jars of a server that is started
     * @param memoryBytes of a server that is started
     * @param threads of a server that is started to do the work itself, at least 1
     * @param tempDirectory where the engine spills and writes, into a folder of its own that {@link Engine#close} removes. Servers and
     *     executors that run elsewhere must see it under the same path
     */
    record Options(Spark place, Path serverJars, long memoryBytes, int threads, Path tempDirectory) {
        public Options {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(serverJars, "serverJars");
            Objects.requireNonNull(tempDirectory, "tempDirectory");
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "Invalid engine options: threads is " + threads + ", but must be at least 1");
            }
        }
    }
}
