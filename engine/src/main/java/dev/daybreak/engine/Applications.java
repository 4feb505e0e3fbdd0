package dev.daybreak.engine;

import java.util.function.BooleanSupplier;

/** Runs applications on an engine's machines. Thread-safe. */
public interface Applications {
    /**
     * Runs one to its end. When this returns or throws, its process has ended.
     *
     * @param cancelled asked several times a second; once it says so, the application is ended
     * @throws dev.daybreak.project.problem.DaybreakException {@code NOT_FOUND} if jars are missing, {@code CANCELLED},
     *     {@code OUT_OF_RESOURCES} if it fails, with the end of its log
     */
    void run(Application application, BooleanSupplier cancelled);
}
