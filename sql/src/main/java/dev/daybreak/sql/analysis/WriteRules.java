package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode.Condition;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.query.Tables;
import dev.daybreak.sql.syntax.ParsedQuery;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.SqlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Holds what a table yields against what its write mode needs, and tells the columns that the mode adds. */
final class WriteRules {
    /** What conditions call the rows that the SELECT yields, and those that the table has. */
    private static final String BATCH = "batch";

    private static final String TARGET = "target";
    private static final AssetKey ROWS = new AssetKey("daybreak", "rows");

    private final TableAsset table;
    private final QueryAnalysis query;
    private final List<Problem> problems = new ArrayList<>();

    private WriteRules(TableAsset table, QueryAnalysis query) {
        this.table = table;
        this.query = query;
    }

    static List<Problem> problems(TableAsset table, QueryAnalysis query) {
        WriteRules rules = new WriteRules(table, query);
        rules.check();
        return rules.problems;
    }

    /** What readers of the table see. */
    static QueryAnalysis withAdded(TableAsset table, QueryAnalysis query) {
        List<Column> added = added(table, query);
        if (added.isEmpty()) {
            return query;
        }
        List<OutputColumn> columns = new ArrayList<>(query.columns());
        for (Column column : added) {
            columns.add(added(table, query, column));
        }
        return new QueryAnalysis(columns, query.isComplete(), query.problems(), query.unportable());
    }

    private static OutputColumn added(TableAsset table, QueryAnalysis query, Column column) {
        Optional<String> time = table.write() instanceof Scd2 scd2 ? scd2.time() : Optional.empty();
        if (time.isEmpty() || column.name().equals(Scd2.IS_CURRENT)) {
            return new OutputColumn(column.name(), Optional.of(column.type()), new TreeSet<>(), new TreeSet<>());
        }
        Optional<OutputColumn> origin = query.find(time.get());
        return new OutputColumn(
                column.name(),
                origin.flatMap(OutputColumn::type),
                new TreeSet<>(origin.map(OutputColumn::direct).orElseGet(TreeSet::new)),
                new TreeSet<>(origin.map(OutputColumn::indirect).orElseGet(TreeSet::new)));
    }

    static boolean isAdded(TableAsset table, String name) {
        return table.added(List.of()).stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    private static List<Column> added(TableAsset table, QueryAnalysis query) {
        List<Column> typed = query.columns().stream()
                .filter(column -> column.type().isPresent())
                .map(column -> Column.of(column.name(), column.type().get()))
                .toList();
        return table.added(typed);
    }

    private void check() {
        for (Column column : table.added(List.of())) {
            if (query.find(column.name()).isPresent()) {
                problems.add(Problem.error(
                        table.sqlPlace(),
                        "Invalid SELECT: it yields column '" + column.name() + "', which 'write: "
                                + table.write().word() + "' adds to the table.",
                        "Name it otherwise with AS, or leave it out."));
            }
        }
        if (table.write() instanceof Merge merge) {
            key(merge.key(), merge.place());
            merge.orderBy().ifPresent(column -> require("'order_by' column", column, merge.place()));
            merge.updateWhen().ifPresent(condition -> condition("update_when", condition, true));
            merge.insertWhen().ifPresent(condition -> condition("insert_when", condition, false));
            merge.deleteWhen().ifPresent(condition -> condition("delete_when", condition, true));
        } else if (table.write() instanceof Scd2 scd2) {
            key(scd2.key(), scd2.place());
            scd2.track().forEach(column -> require("tracked column", column, scd2.place()));
            scd2.time().ifPresent(column -> time(column, scd2.place()));
            scd2.deleteWhen().ifPresent(condition -> condition("delete_when", condition, false));
        }
    }

    private void key(List<String> key, Place place) {
        Set<String> seen = new HashSet<>();
        for (String column : key) {
            require("key column", column, place);
            if (!seen.add(column.toLowerCase(Locale.ROOT))) {
                problems.add(Problem.error(
                        place, "Invalid key: column '" + column + "' stands twice in it.", "Name it once."));
            }
            type(column)
                    .filter(type -> !isKey(type))
                    .ifPresent(type -> problems.add(Problem.error(
                            place,
                            "Invalid key column '" + column + "': it is of type " + type
                                    + ", whose values cannot be told apart for certain.",
                            "Take a column of type boolean, int, long, decimal, string, binary, date, timestamp or timestamptz,"
                                    + " or cast it.")));
        }
    }

    private static boolean isKey(DataType type) {
        return type instanceof DataType.Decimal
                || (type instanceof Primitive && type != Primitive.FLOAT && type != Primitive.DOUBLE);
    }

    private void time(String column, Place place) {
        require("'time' column", column, place);
        type(column)
                .filter(Predicate.not(DataType::isTemporal))
                .ifPresent(type -> problems.add(Problem.error(
                        place,
                        "Invalid 'time' column '" + column + "': it is of type " + type + ".",
                        "Name a column of type date, timestamp or timestamptz, or leave 'time' out.")));
    }

    /** As the contract says, where there is one. */
    private Optional<DataType> type(String column) {
        return table.columns()
                .flatMap(contract -> contract.find(column))
                .map(Column::type)
                .or(() -> query.find(column).flatMap(OutputColumn::type));
    }

    private void require(String what, String column, Place place) {
        if (query.isComplete() && query.find(column).isEmpty()) {
            problems.add(Problem.error(
                    place,
                    "Cannot find " + what + " '" + column + "' among the columns of the SELECT."
                            + NearestName.hint(column, query.names()),
                    "It yields " + String.join(", ", query.names()) + "."));
        }
    }

    private void condition(String name, Condition condition, boolean mayNameTarget) {
        String from = ROWS + " AS " + BATCH + (mayNameTarget ? ", " + ROWS + " AS " + TARGET : "");
        SqlText sql = SqlText.parse("SELECT (\n" + condition.sql() + "\n) AS condition FROM " + from);
        if (!sql.parameters().isEmpty()) {
            problems.add(Problem.error(
                    condition.place(),
                    "Invalid '" + name + "': a condition takes no parameters, but names ':"
                            + sql.parameters().get(0).name() + "'.",
                    "Yield the value as a column of the SELECT, and name that."));
            return;
        }
        try {
            ParsedQuery tree = QueryParser.parse(sql, Map.of(), table.dialect());
            QueryAnalysis found = QueryAnalysis.of(tree, new Rows());
            List<SqlProblem> all = new ArrayList<>(found.problems());
            if (table.dialect().isEmpty()) {
                all.addAll(found.unportable());
                all.addAll(PortableText.forms(sql));
            }
            for (SqlProblem problem : all) {
                problems.add(Problem.error(
                        condition.place(), "Invalid '" + name + "': " + problem.message(), problem.mend()));
            }
        } catch (SyntaxException e) {
            problems.add(Problem.error(
                    condition.place(),
                    "Invalid '" + name + "': " + e.getMessage(),
                    "Write one condition over columns of '" + BATCH + "'"
                            + (mayNameTarget ? " and '" + TARGET + "'" : "")
                            + ", such as " + BATCH + ".updated_at > " + (mayNameTarget ? TARGET : BATCH)
                            + ".updated_at."));
        }
    }

    /** The table's own rows, under the only name that a condition's query has. */
    private final class Rows implements Tables {
        @Override
        public Optional<QueryAnalysis> find(AssetKey key) {
            return key.equals(ROWS) ? Optional.of(query) : Optional.empty();
        }

        @Override
        public Missing missing(String name) {
            return new Missing(
                    "Cannot read '" + name + "' in a condition.",
                    "A condition compares columns of '" + BATCH + "' with those of '" + TARGET + "'.");
        }
    }
}
