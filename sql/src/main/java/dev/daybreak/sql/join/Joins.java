package dev.daybreak.sql.join;

import dev.daybreak.project.asset.Salt;
import dev.daybreak.sql.syntax.ParsedQuery;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTableRef;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds the join of a text that compares a key. */
final class Joins extends SqlBasicVisitor<Void> {
    private final List<Found> found = new ArrayList<>();
    private SqlSelect select;

    /** What stands in a FROM clause, and what the text calls it; empty if it has no name. */
    record Item(String alias, SqlNode node) {
        boolean isCalled(String name) {
            return alias.equalsIgnoreCase(name);
        }
    }

    private record Found(SqlSelect select, SqlJoin join) {}

    /**
     * A join of two items by a key.
     *
     * @param right what the join adds to what stands left of it
     * @param end the offset in the author's text behind the comparison, or behind the last column of USING
     */
    record KeyJoin(SqlSelect select, SqlJoin join, Item left, Item right, boolean isUsing, int end) {}

    private Joins() {}

    /** The only join that compares the key. */
    static KeyJoin one(ParsedQuery query, SqlText text, Salt salt) throws UnfitJoinException {
        Joins joins = new Joins();
        query.tree().accept(joins);
        List<KeyJoin> fitting = new ArrayList<>();
        for (Found found : joins.found) {
            fitting.addAll(
                    found.join().getConditionType() == JoinConditionType.USING
                            ? using(query, found, salt)
                            : compared(query, text, found, salt));
        }
        if (fitting.isEmpty()) {
            throw new UnfitJoinException(
                    new Position(1, 1),
                    "Cannot salt by '" + salt.key() + "': no join of two tables compares it.",
                    "Name a column that stands in a join's ON with what the text calls its table before it, such as"
                            + " c.user_id = u.user_id, or in USING.");
        }
        if (fitting.size() > 1) {
            throw new UnfitJoinException(
                    query.position(fitting.get(1).join().getCondition()),
                    "Cannot salt by '" + salt.key() + "': " + fitting.size() + " joins compare it, and it must be one.",
                    "Make a table of one of them under assets/.");
        }
        refuseNatural(query, fitting.get(0).select().getFrom());
        return fitting.get(0);
    }

    @Override
    public Void visit(SqlCall call) {
        SqlSelect outer = select;
        if (call instanceof SqlSelect inner) {
            select = inner;
        } else if (call instanceof SqlJoin join && select != null) {
            found.add(new Found(select, join));
        }
        super.visit(call);
        select = outer;
        return null;
    }

    private static List<KeyJoin> using(ParsedQuery query, Found found, Salt salt) throws UnfitJoinException {
        List<Item> left = items(found.join().getLeft());
        List<Item> right = items(found.join().getRight());
        SqlNodeList columns = (SqlNodeList) found.join().getCondition();
        boolean isNamed = columns.stream().anyMatch(column -> column.toString().equalsIgnoreCase(salt.column()));
        boolean isThere = salt.table().isEmpty()
                || left.get(left.size() - 1).isCalled(salt.table().get())
                || right.get(0).isCalled(salt.table().get());
        if (!isNamed || !isThere) {
            return List.of();
        }
        if (left.size() > 1) {
            throw new UnfitJoinException(
                    query.position(columns),
                    "Cannot salt by '" + salt.key() + "': it cannot be told which of " + left.size()
                            + " tables USING takes it from.",
                    "Write ON with a table's name before the column.");
        }
        int end = query.end(columns.get(columns.size() - 1));
        return List.of(new KeyJoin(found.select(), found.join(), left.get(0), right.get(0), true, end));
    }

    private static List<KeyJoin> compared(ParsedQuery query, SqlText text, Found found, Salt salt) {
        List<KeyJoin> joins = new ArrayList<>();
        for (SqlCall equality : equalities(found.join().getCondition(), new ArrayList<>())) {
            SqlIdentifier first = (SqlIdentifier) equality.operand(0);
            SqlIdentifier second = (SqlIdentifier) equality.operand(1);
            if (isKey(first, salt) || isKey(second, salt)) {
                List<Item> before = items(found.join().getLeft());
                List<Item> added = items(found.join().getRight());
                Optional<Item> left = named(first, before).or(() -> named(second, before));
                Optional<Item> right = named(second, added).or(() -> named(first, added));
                if (left.isPresent() && right.isPresent()) {
                    int end = closed(text, query.end(first), query.end(equality));
                    joins.add(new KeyJoin(found.select(), found.join(), left.get(), right.get(), false, end));
                }
            }
        }
        return joins;
    }

    /** Comparisons of two columns that must all hold. */
    private static List<SqlCall> equalities(SqlNode condition, List<SqlCall> into) {
        if (condition instanceof SqlCall call) {
            if (call.getKind() == SqlKind.AND) {
                call.getOperandList().forEach(part -> equalities(part, into));
            } else if (call.getKind() == SqlKind.EQUALS
                    && call.getOperandList().stream().allMatch(SqlIdentifier.class::isInstance)) {
                into.add(call);
            }
        }
        return into;
    }

    private static boolean isKey(SqlIdentifier name, Salt salt) {
        return name.names.get(name.names.size() - 1).equalsIgnoreCase(salt.column())
                && (salt.table().isEmpty()
                        || qualifier(name).equalsIgnoreCase(salt.table().get()));
    }

    private static String qualifier(SqlIdentifier name) {
        return name.names.size() < 2 ? "" : name.names.get(name.names.size() - 2);
    }

    private static Optional<Item> named(SqlIdentifier column, List<Item> items) {
        String qualifier = qualifier(column);
        return items.stream()
                .filter(item -> !qualifier.isEmpty() && item.isCalled(qualifier))
                .findFirst();
    }

    /** Brackets around the second column belong to the comparison. */
    private static int closed(SqlText text, int from, int end) {
        int open = 0;
        int closed = end;
        for (Token token : text.tokens()) {
            if (token.start() >= from && token.isSymbol("(") && token.end() <= end) {
                open++;
            } else if (token.start() >= from && token.isSymbol(")") && open > 0) {
                open--;
                closed = Math.max(closed, token.end());
            }
        }
        return closed;
    }

    private static List<Item> items(SqlNode from) {
        if (from instanceof SqlJoin join) {
            List<Item> items = new ArrayList<>(items(join.getLeft()));
            items.addAll(items(join.getRight()));
            return items;
        }
        SqlNode node = from;
        Optional<String> alias = Optional.empty();
        if (from.getKind() == SqlKind.AS) {
            node = ((SqlCall) from).operand(0);
            alias = Optional.of(((SqlCall) from).operand(1).toString());
        }
        SqlNode table = node instanceof SqlTableRef reference ? reference.tableName : node;
        String own = table instanceof SqlIdentifier name ? name.names.get(name.names.size() - 1) : "";
        return List.of(new Item(alias.orElse(own), table));
    }

    private static void refuseNatural(ParsedQuery query, SqlNode from) throws UnfitJoinException {
        if (from instanceof SqlJoin join) {
            if (join.isNatural()) {
                throw new UnfitJoinException(
                        query.position(join.getRight()),
                        "Cannot salt a join beside a natural join, which would compare the salt too.",
                        "Name the columns of the natural join with USING.");
            }
            refuseNatural(query, join.getLeft());
            refuseNatural(query, join.getRight());
        }
    }
}
