package dev.daybreak.sql.query;

import dev.daybreak.project.schema.DataType;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A column that a query yields, and where it comes from.
 *
 * @param type empty if only the engine can say
 * @param direct columns that its value is copied or computed from
 * @param indirect columns that only decide which rows there are and how they are grouped or ordered: filters, joins,
 *     grouping, ordering, windows; none of {@code direct}
 */
public record OutputColumn(
        String name, Optional<DataType> type, SortedSet<ColumnId> direct, SortedSet<ColumnId> indirect) {
    public OutputColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        direct = Collections.unmodifiableSortedSet(new TreeSet<>(direct));
        SortedSet<ColumnId> rest = new TreeSet<>(indirect);
        rest.removeAll(direct);
        indirect = Collections.unmodifiableSortedSet(rest);
    }

    static OutputColumn of(String name, Optional<DataType> type, Set<ColumnId> direct, Set<ColumnId> indirect) {
        return new OutputColumn(name, type, new TreeSet<>(direct), new TreeSet<>(indirect));
    }
}
