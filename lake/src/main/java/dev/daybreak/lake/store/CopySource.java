package dev.daybreak.lake.store;

import java.nio.file.Path;

/** Where copies come from. Thread-safe. */
@FunctionalInterface
public interface CopySource {
    /**
     * Makes a copy of what lies at a location.
     *
     * @param to is made, or replaced; what it holds after a failure is not said
     * @throws org.apache.iceberg.exceptions.NotFoundException if there is nothing
     */
    void download(String location, Path to);
}
