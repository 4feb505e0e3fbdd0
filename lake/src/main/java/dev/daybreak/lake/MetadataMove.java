package dev.daybreak.lake;

import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * That a table is to have another metadata file.
 *
 * @param from the file that it must have now; empty: there must be no such table
 * @param to a file that is written
 */
public record MetadataMove(TableIdentifier table, Optional<String> from, String to) {
    public MetadataMove {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }
}
