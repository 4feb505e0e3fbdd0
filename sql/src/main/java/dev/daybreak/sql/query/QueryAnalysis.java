package dev.daybreak.sql.query;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.syntax.ParsedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query yields.
 *
 * @param columns in order; as many as can be told if {@code isComplete} is false
 * @param isComplete whether these are all columns; false if the text reads something whose columns are not known by {@code *}
 * @param problems names that could not be resolved, in the order they were met
 * @param unportable what another engine does not know, or means otherwise
 */
public record QueryAnalysis(
        List<OutputColumn> columns, boolean isComplete, List<SqlProblem> problems, List<SqlProblem> unportable) {
    /** Nothing can be told. */
    public static final QueryAnalysis UNKNOWN = new QueryAnalysis(List.of(), false, List.of(), List.of());

    public QueryAnalysis {
        columns = List.copyOf(columns);
        problems = List.copyOf(problems);
        unportable = List.copyOf(unportable);
    }

    /** Walks a query: resolves its names and works out where every column comes from. */
    public static QueryAnalysis of(ParsedQuery query, Tables tables) {
        return Queries.analyze(query, tables);
    }

    /** What a contract says of a table whose text says less. */
    public static QueryAnalysis declared(Schema schema) {
        return new QueryAnalysis(
                schema.columns().stream()
                        .map(column -> OutputColumn.of(column.name(), Optional.of(column.type()), Set.of(), Set.of()))
                        .toList(),
                true,
                List.of(),
                List.of());
    }

    /** The column of that name, whatever its letter case. */
    public Optional<OutputColumn> find(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public List<String> names() {
        return columns.stream().map(OutputColumn::name).toList();
    }

    /** The types of columns that are told, by the columns' names in lower case. */
    public Map<String, DataType> types() {
        Map<String, DataType> types = new HashMap<>();
        columns.forEach(column ->
                column.type().ifPresent(type -> types.putIfAbsent(column.name().toLowerCase(Locale.ROOT), type)));
        return types;
    }

    /** The columns with their types, if all of them are told and no name stands twice. */
    public Optional<Schema> schema() {
        List<Column> typed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (OutputColumn column : columns) {
            if (column.type().isEmpty() || !names.add(column.name().toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            typed.add(Column.of(column.name(), column.type().get()));
        }
        return isComplete && !typed.isEmpty() ? Optional.of(new Schema(typed)) : Optional.empty();
    }
}
