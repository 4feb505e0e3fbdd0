package dev.daybreak.sql.filter;

import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.ColumnCondition.Comparison;
import dev.daybreak.sql.syntax.ParsedQuery;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Finds what a text's WHERE clauses say of single tables, so that files without such rows need not be opened. Only what must hold for every row of
 * the table that has a part in the result: comparisons with constants, joined by AND, of a table whose rows no outer join keeps without them. The text
 * itself stays as it is, so what is not found here costs time only.
 */
public final class RowFilters extends SqlBasicVisitor<Void> {
    private static final Map<SqlKind, Comparison> COMPARISONS = Map.of(
            SqlKind.EQUALS,
            Comparison.EQUAL,
            SqlKind.LESS_THAN,
            Comparison.LESS,
            SqlKind.LESS_THAN_OR_EQUAL,
            Comparison.LESS_OR_EQUAL,
            SqlKind.GREATER_THAN,
            Comparison.GREATER,
            SqlKind.GREATER_THAN_OR_EQUAL,
            Comparison.GREATER_OR_EQUAL);
    private static final Map<Comparison, Comparison> TURNED = Map.of(
            Comparison.EQUAL,
            Comparison.EQUAL,
            Comparison.LESS,
            Comparison.GREATER,
            Comparison.LESS_OR_EQUAL,
            Comparison.GREATER_OR_EQUAL,
            Comparison.GREATER,
            Comparison.LESS,
            Comparison.GREATER_OR_EQUAL,
            Comparison.LESS_OR_EQUAL);

    /** As it stands in the text: a number, a text, a date or a timestamp. */
    private static final Pattern CONSTANT = Pattern.compile(
            "(?<number>[+-]?\\d+(?:\\.\\d+)?)|(?:(?<type>(?i:DATE|TIMESTAMP))\\s*)?'(?<text>(?:[^']|'')*)'");
    /** Joins that choose partners among all rows of a table. */
    private static final Set<String> CHOOSING = Set.of("ASOF", "POSITIONAL");

    private final ParsedQuery query;
    private final Map<String, ?> parameters;
    private final Set<Integer> references;
    private final Map<Integer, List<ColumnCondition>> found = new HashMap<>();

    /** What stands in a FROM clause: what the text calls it, and whether all of its rows must meet the WHERE clause. */
    private record Item(String alias, int start, boolean isFiltered) {}

    private RowFilters(ParsedQuery query, SqlText text, Map<String, ?> parameters) {
        this.query = query;
        this.parameters = parameters;
        this.references = text.references().stream().map(TableReference::start).collect(Collectors.toSet());
    }

    /**
     * The conditions by the offset of the table's reference in the text; none for a text that cannot be read.
     *
     * @param parameters values of the {@code :names} in the text
     */
    public static Map<Integer, List<ColumnCondition>> of(SqlText text, Map<String, ?> parameters) {
        if (text.tokens().stream().anyMatch(token -> CHOOSING.contains(token.keyword()))) {
            return Map.of();
        }
        try {
            RowFilters filters =
                    new RowFilters(QueryParser.parse(text, parameters, Optional.empty()), text, parameters);
            filters.query.tree().accept(filters);
            return filters.found;
        } catch (SyntaxException | RuntimeException unreadable) {
            // The engine says what is wrong with it, if anything is.
            return Map.of();
        }
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && select.getFrom() != null && select.getWhere() != null) {
            List<Item> items = new ArrayList<>();
            items(select.getFrom(), true, items);
            conditions(select.getWhere(), items);
        }
        return super.visit(call);
    }

    private void items(SqlNode from, boolean isFiltered, List<Item> items) {
        if (from instanceof SqlJoin join) {
            JoinType type = join.getJoinType();
            boolean isInner = type == JoinType.INNER || type == JoinType.COMMA || type == JoinType.CROSS;
            items(join.getLeft(), isFiltered && (isInner || type == JoinType.LEFT), items);
            items(join.getRight(), isFiltered && (isInner || type == JoinType.RIGHT), items);
            return;
        }
        SqlNode node = from;
        String alias = "";
        if (from.getKind() == SqlKind.AS) {
            List<SqlNode> operands = ((SqlCall) from).getOperandList();
            node = operands.get(0);
            // With names for columns, a column is not called as it is in the table.
            alias = operands.size() == 2 ? operands.get(1).toString() : "";
            if (operands.size() > 2) {
                items.add(new Item(operands.get(1).toString(), -1, false));
                return;
            }
        }
        SqlNode table = node instanceof SqlTableRef reference ? reference.tableName : node;
        if (table instanceof SqlIdentifier name) {
            int start = query.start(name);
            items.add(new Item(
                    alias.isEmpty() ? name.names.get(name.names.size() - 1) : alias,
                    references.contains(start) ? start : -1,
                    isFiltered));
        } else {
            items.add(new Item(alias, -1, false));
        }
    }

    private void conditions(SqlNode where, List<Item> items) {
        if (!(where instanceof SqlCall call)) {
            return;
        }
        List<SqlNode> operands = call.getOperandList();
        Comparison comparison = COMPARISONS.get(call.getKind());
        if (call.getKind() == SqlKind.AND) {
            operands.forEach(operand -> conditions(operand, items));
        } else if (comparison != null && operands.size() == 2) {
            add(operands.get(0), comparison, List.of(operands.get(1)), items);
            add(operands.get(1), TURNED.get(comparison), List.of(operands.get(0)), items);
        } else if (call.getKind() == SqlKind.IN && operands.get(1) instanceof SqlNodeList values) {
            add(operands.get(0), Comparison.IN, values.getList(), items);
        } else if (call.getKind() == SqlKind.BETWEEN
                && call.getOperator().getName().equalsIgnoreCase("BETWEEN ASYMMETRIC")) {
            add(operands.get(0), Comparison.GREATER_OR_EQUAL, List.of(operands.get(1)), items);
            add(operands.get(0), Comparison.LESS_OR_EQUAL, List.of(operands.get(2)), items);
        }
    }

    private void add(SqlNode column, Comparison comparison, List<SqlNode> operands, List<Item> items) {
        if (!(column instanceof SqlIdentifier name) || name.isStar()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        for (SqlNode operand : operands) {
            constant(operand).ifPresent(values::add);
        }
        if (values.size() < operands.size() || values.isEmpty()) {
            return;
        }
        owner(name, items)
                .filter(item -> item.isFiltered() && item.start() >= 0)
                .ifPresent(item -> found.computeIfAbsent(item.start(), start -> new ArrayList<>())
                        .add(new ColumnCondition(name.names.get(name.names.size() - 1), comparison, values)));
    }

    /** Whose column it is, as far as the text alone tells. */
    private static Optional<Item> owner(SqlIdentifier column, List<Item> items) {
        if (column.names.size() == 1) {
            return items.size() == 1 ? Optional.of(items.get(0)) : Optional.empty();
        }
        List<Item> called = items.stream()
                .filter(item -> item.alias().equalsIgnoreCase(column.names.get(0)))
                .toList();
        return column.names.size() == 2 && called.size() == 1 ? Optional.of(called.get(0)) : Optional.empty();
    }

    /** What the author wrote counts: in the tree, parameters and some forms have stand-ins. */
    private Optional<Object> constant(SqlNode node) {
        String written = query.source(node).strip();
        if (written.startsWith(":")) {
            return value(parameters.get(written.substring(1)));
        }
        Matcher matcher = CONSTANT.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group("number") != null) {
            return Optional.of(new BigDecimal(matcher.group("number")));
        }
        String text = matcher.group("text").replace("''", "'");
        return matcher.group("type") == null ? Optional.of(text) : time(text);
    }

    private static Optional<Object> value(Object parameter) {
        if (parameter instanceof String || parameter instanceof BigDecimal) {
            return Optional.of(parameter);
        }
        return parameter instanceof Long number ? Optional.of(BigDecimal.valueOf(number)) : Optional.empty();
    }

    private static Optional<Object> time(String text) {
        try {
            return Optional.of(
                    text.length() <= 10 ? LocalDate.parse(text) : LocalDateTime.parse(text.replace(' ', 'T')));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
