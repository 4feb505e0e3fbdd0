package dev.daybreak.engine;

import java.util.List;
import java.util.Objects;

/**
 * How an engine would run a query.
 *
 * @param reads the reads of tables, in the order of the plan; a table that is read twice is there twice. Relations without
 *     {@link Relation.Origin} may be left out
 * @param text the plan in the engine's own words, of several lines
 */
public record QueryPlan(List<Read> reads, String text) {
    public QueryPlan {
        reads = List.copyOf(reads);
        Objects.requireNonNull(text, "text");
    }

    /**
     * A read of one relation.
     *
     * @param relation its name
     * @param columns those that are read of its files, in its order; of nested ones not which parts
     * @param filters in the engine's own words: what is looked at while reading, so that files and parts of files without such rows are
     *     passed over
     */
    public record Read(String relation, List<String> columns, List<String> filters) {
        public Read {
            Objects.requireNonNull(relation, "relation");
            columns = List.copyOf(columns);
            filters = List.copyOf(filters);
        }
    }
}
