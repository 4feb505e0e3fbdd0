package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares what two environments hold of one table. Rows are compared as multisets, by the columns that both have, and only those in files that
 * one of the two has alone. One thread uses an instance.
 */
public final class TableDiff {
    private final Session session;
    private final Side one;
    private final Side other;

    /** What an environment has of the table. */
    public record Side(String environment, Optional<Long> snapshot, Relation relation) {}

    /** @param session of the embedded engine */
    public TableDiff(Session session, Side one, Side other) {
        this.session = session;
        this.one = one;
        this.other = other;
    }

    /**
     * How the values of a column are distributed.
     *
     * @param distinct about how many different ones there are; nulls do not count
     * @param least by the order of the type; null if there is none, or the type has no order
     * @param mean of numbers; null of others
     */
    public record Distribution(long nulls, long distinct, Object least, Object greatest, Double mean) {}

    /** A row that only one of the two has. */
    public record OnlyRow(String environment, Map<String, Object> values) {}

    /**
     * What was found.
     *
     * @param schema in what the columns differ, in words
     * @param rows by environment
     * @param different how many rows only one of the two has
     * @param only some of them
     * @param columns distributions by environment, of columns that both have
     */
    public record Result(
            List<String> schema,
            Map<String, Long> rows,
            long different,
            List<OnlyRow> only,
            Map<String, Map<String, Distribution>> columns) {
        public boolean isSame() {
            return schema.isEmpty() && different == 0;
        }
    }

    /** @param most so many of the different rows of each are told */
    public Result compare(int most) {
        Schema mine = one.relation().schema();
        Schema theirs = other.relation().schema();
        List<String> schema = SchemaDifferences.between(one.environment(), mine, other.environment(), theirs, "has");
        List<Column> common = mine.columns().stream()
                .filter(column -> theirs.find(column.name()).isPresent())
                .toList();
        Map<String, Long> rows = new LinkedHashMap<>();
        Map<String, Map<String, Distribution>> columns = new LinkedHashMap<>();
        common.forEach(column -> columns.put(column.name(), new LinkedHashMap<>()));
        for (Side side : List.of(one, other)) {
            session.register("side", side.relation());
            rows.put(side.environment(), distributions(side, common, columns));
        }
        session.register("one", only(one.relation(), other.relation()));
        session.register("other", only(other.relation(), one.relation()));
        List<OnlyRow> only = new ArrayList<>();
        long different = 0;
        if (!common.isEmpty()) {
            different = differing(common, "one", "other", one.environment(), most, only)
                    + differing(common, "other", "one", other.environment(), most, only);
        }
        return new Result(schema, rows, different, only, columns);
    }

    /** Rows in files that the other has too are the same in both. */
    private static Relation only(Relation relation, Relation other) {
        Set<Relation.DataFile> shared = new HashSet<>(other.files());
        return new Relation(
                relation.schema(),
                relation.fieldIds(),
                relation.files().stream().filter(file -> !shared.contains(file)).toList(),
                Optional.empty());
    }

    private long differing(
            List<Column> columns, String in, String notIn, String environment, int most, List<OnlyRow> only) {
        String names = columns.stream().map(column -> Sql.name(column.name())).collect(Collectors.joining(", "));
        String rows = "SELECT " + names + " FROM \"" + in + "\" EXCEPT ALL SELECT " + names + " FROM \"" + notIn + "\"";
        long count;
        try (Rows counted = session.query("SELECT COUNT(*) FROM (" + rows + ")")) {
            counted.next();
            count = ((Number) counted.value(0)).longValue();
        }
        if (count > 0) {
            try (Rows found = session.query("SELECT * FROM (" + rows + ") ORDER BY ALL LIMIT " + most)) {
                while (found.next()) {
                    Map<String, Object> values = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        values.put(columns.get(i).name(), found.value(i));
                    }
                    only.add(new OnlyRow(environment, values));
                }
            }
        }
        return count;
    }

    /** Returns how many rows there are. */
    private long distributions(Side side, List<Column> columns, Map<String, Map<String, Distribution>> found) {
        List<String> measures = new ArrayList<>(List.of("COUNT(*)"));
        for (Column column : columns) {
            String name = Sql.name(column.name());
            boolean isOrdered =
                    column.type() instanceof Primitive || column.type().isNumeric();
            measures.add("COUNT(" + name + ")");
            measures.add("COUNT(DISTINCT " + name + ")");
            measures.add(isOrdered ? "MIN(" + name + ")" : "NULL");
            measures.add(isOrdered ? "MAX(" + name + ")" : "NULL");
            measures.add(column.type().isNumeric() ? "AVG(CAST(" + name + " AS DOUBLE))" : "CAST(NULL AS DOUBLE)");
        }
        String named = IntStream.range(0, measures.size())
                .mapToObj(i -> measures.get(i) + " AS m" + i)
                .collect(Collectors.joining(", "));
        try (Rows values = session.query("SELECT " + named + " FROM \"side\"")) {
            values.next();
            long rows = ((Number) values.value(0)).longValue();
            for (int i = 0; i < columns.size(); i++) {
                int at = 1 + 5 * i;
                found.get(columns.get(i).name())
                        .put(
                                side.environment(),
                                new Distribution(
                                        rows - ((Number) values.value(at)).longValue(),
                                        ((Number) values.value(at + 1)).longValue(),
                                        values.value(at + 2),
                                        values.value(at + 3),
                                        (Double) values.value(at + 4)));
            }
            return rows;
        }
    }
}
