package dev.daybreak.engine;

import dev.daybreak.project.asset.RowOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Parquet file that a write left.
 *
 * @param rows exact
 * @param bytes its length
 * @param partition the values it was split by, as Iceberg writes them to its metadata: time first (hours, days or months since
 *     1970 as Integer), then each clustering (bucket as Integer; truncated or identity value as Boolean, Integer, Long, String,
 *     BigDecimal or LocalDate); null where the column is null; empty if nothing was split
 * @param order in which its rows lie, as it was asked for; empty: in none
 */
public record WrittenFile(Path path, long rows, long bytes, List<Object> partition, Optional<RowOrder> order) {
    public WrittenFile {
        partition = Collections.unmodifiableList(new ArrayList<>(partition));
        Objects.requireNonNull(order, "order");
    }

    /** Its rows lie in no order. */
    public WrittenFile(Path path, long rows, long bytes, List<Object> partition) {
        this(path, rows, bytes, partition, Optional.empty());
    }

    /** The same file under another name. */
    public WrittenFile renamed(Path other) {
        return new WrittenFile(other, rows, bytes, partition, order);
    }
}
