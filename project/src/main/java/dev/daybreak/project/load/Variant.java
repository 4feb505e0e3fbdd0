package dev.daybreak.project.load;

import dev.daybreak.project.Environment;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * How a project's files are read.
 *
 * @param environment the variant of its tables
 * @param sample the percentage of rows that tables are computed from; empty: all
 */
public record Variant(String environment, Optional<BigDecimal> sample) {
    /** As they are read if nothing is said. */
    public static final Variant PROD = Variant.of(Environment.PROD);

    public Variant {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(sample, "sample");
    }

    public static Variant of(String environment) {
        return new Variant(environment, Optional.empty());
    }
}
