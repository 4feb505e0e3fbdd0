package dev.daybreak.server.query;

import dev.daybreak.project.schema.Column;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a query yielded.
 *
 * @param masked positions of columns whose values are hidden, and null in all rows; the first is 0
 * @param rows values as {@link dev.daybreak.project.schema.DataType} has them in Java: Boolean, numbers, String, LocalDate, LocalDateTime, Instant, List,
 *     Map, or null; bytes are texts in Base64
 * @param isCut whether there are more rows
 * @param read the snapshot that was read of each table; of an empty one, nothing
 * @param took how long it ran
 */
public record Result(
        List<Column> columns,
        Set<Integer> masked,
        List<List<Object>> rows,
        boolean isCut,
        Map<String, Long> read,
        Duration took) {
    public Result {
        Objects.requireNonNull(took, "took");
        columns = List.copyOf(columns);
        masked = Set.copyOf(masked);
        rows = List.copyOf(rows);
        read = Collections.unmodifiableMap(new TreeMap<>(read));
    }
}
