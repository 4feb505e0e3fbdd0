package dev.daybreak.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Parquet file that a write left.
 *
 * @param rows exact
 * @param bytes its length
 * @param partition the values it was split by, as Iceberg writes them to its metadata: time first (hours, days or months since
 *     1970 as Integer), then each clustering (bucket as Integer; truncated or identity value as Boolean, Integer, Long, String,
 *     BigDecimal or LocalDate); null where the column is null; empty if nothing was split
 */
public record WrittenFile(Path path, long rows, long bytes, List<Object> partition) {
    public WrittenFile {
        partition = Collections.unmodifiableList(new ArrayList<>(partition));
    }
}
