package dev.daybreak.project.asset;

import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How rows lie within the files of a table's partitions. It says nothing about which rows there are, so it is no part of a definition, and a
 * change of it makes nothing stale.
 *
 * @param order empty: as they come
 * @param bloom columns for which files have Bloom filters, which tell of most values that a file has not that it has them not
 */
public record FileLayout(Optional<RowOrder> order, List<String> bloom) {
    /** Rows as they come. */
    public static final FileLayout NONE = new FileLayout(Optional.empty(), List.of());

    private static final List<DataType> BLOOM_TYPES = List.of(
            Primitive.INT,
            Primitive.LONG,
            Primitive.STRING,
            Primitive.DATE,
            Primitive.TIMESTAMP,
            Primitive.TIMESTAMPTZ);

    public FileLayout {
        Objects.requireNonNull(order, "order");
        bloom = List.copyOf(bloom);
    }

    /** Every column that is named, with the key of project files that names it. */
    public List<Use> uses() {
        return Stream.concat(
                        order.stream()
                                .flatMap(known -> known.columns().stream())
                                .map(column -> new Use("sort", column)),
                        bloom.stream().map(column -> new Use("bloom", column)))
                .toList();
    }

    /** @param key {@code sort} or {@code bloom} */
    public record Use(String key, String column) {
        /** Whether columns of a type can be so used. */
        public boolean fits(DataType type) {
            boolean isFlat = type instanceof Primitive || type instanceof DataType.Decimal;
            return key.equals("sort") ? isFlat : BLOOM_TYPES.contains(type);
        }

        /** The types that fit, for messages. */
        public String permitted() {
            return key.equals("sort")
                    ? "all but list, map and struct"
                    : "int, long, string, date, timestamp and timestamptz";
        }
    }
}
