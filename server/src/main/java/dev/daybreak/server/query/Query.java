package dev.daybreak.server.query;

import dev.daybreak.project.time.DataInterval;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants to read of the lake.
 *
 * @param sql one SELECT in portable SQL; tables may carry versions after an {@code @}
 * @param parameters values of its {@code :names}, the project's variables only if they are among them: String, Number, Boolean, LocalDate, LocalDateTime or OffsetDateTime
 * @param interval whose ends are {@code :start} and {@code :end}, as in texts of tables; empty: there are no such parameters
 * @param environment whose tables are read; empty: those of the environment that is served
 * @param isUnmasked whether whoever asks may see what tells of a person
 * @param most how many rows are wanted, at least 1
 */
public record Query(
        String sql,
        Map<String, Object> parameters,
        Optional<DataInterval> interval,
        String environment,
        boolean isUnmasked,
        int most) {
    public Query {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(environment, "environment");
        parameters = Collections.unmodifiableMap(new HashMap<>(parameters));
        if (most < 1) {
            throw new IllegalArgumentException("Invalid number of rows: " + most + ", must be at least 1");
        }
    }
}
