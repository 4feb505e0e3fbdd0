package dev.daybreak.sql.query;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.sql.portable.PortableFunction;
import dev.daybreak.sql.portable.PortableSql;
import dev.daybreak.sql.syntax.ReservedWords;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;

/** Collects what of a text is outside the portable set: functions, operators and types by name, and by the types they meet. */
final class Portability {
    private static final PortableSql SET = PortableSql.set();
    private static final String TABLES = "Tables";
    /** Operators whose kind says all: how they are written does not matter. */
    private static final Set<SqlKind> KINDS = Set.of(
            SqlKind.PLUS_PREFIX,
            SqlKind.MINUS_PREFIX,
            SqlKind.NOT_EQUALS,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_NOT_FALSE,
            SqlKind.IS_UNKNOWN,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.NOT_IN,
            SqlKind.LIKE,
            SqlKind.NOT,
            SqlKind.OVER,
            SqlKind.FILTER,
            SqlKind.WITHIN_GROUP,
            SqlKind.DESCENDING,
            SqlKind.NULLS_FIRST,
            SqlKind.NULLS_LAST,
            SqlKind.AS,
            SqlKind.CAST,
            SqlKind.INTERVAL,
            SqlKind.EXISTS,
            SqlKind.ROW,
            SqlKind.PRECEDING,
            SqlKind.FOLLOWING,
            // Both are told by their tokens: brackets, and arrows that are read as something else.
            SqlKind.ITEM,
            SqlKind.DOT);
    /** Calls of Calcite's own that stand for what the author wrote otherwise. */
    private static final Map<String, String> WRITTEN = Map.of("mod", "mod", "$sum0", "sum", "ceil", "ceil");

    private final Problems problems;
    private final PortableTypes types;
    private final PortableAggregates aggregates;
    private final Set<SqlNode> inFrom = Collections.newSetFromMap(new IdentityHashMap<>());

    Portability(Problems problems) {
        this.problems = problems;
        this.types = new PortableTypes(problems);
        this.aggregates = new PortableAggregates(problems);
    }

    /** Tells that a call stands in FROM, where it yields rows. */
    void tableFunction(SqlNode call) {
        inFrom.add(call);
    }

    /** A form that the set leaves out, by its name there. */
    void form(SqlNode node, String form) {
        problems.add(
                node,
                "Cannot use " + form + ": it is not portable.",
                elsewhere(SET.otherForms().get(form)));
    }

    /** A column that is there. */
    void column(SqlIdentifier name) {
        if (name.isSimple()
                && ReservedWords.isReserved(name.getSimple())
                && !problems.source(name).startsWith("\"")) {
            problems.add(
                    name,
                    "Cannot use '" + name.getSimple() + "' as a column here: to DuckDB it is a word of the language.",
                    "Write it in quotes: \"" + name.getSimple() + "\".");
        }
    }

    /** A function that is written like a column. */
    void niladic(SqlIdentifier name) {
        String called = Scope.fold(name.getSimple());
        if (SET.function(called).isEmpty()) {
            unknown(name, called);
        }
    }

    /** FILTER or OVER around a call. */
    void around(SqlCall call) {
        aggregates.around(call);
    }

    /** Before the operands of a call are read. */
    void enter(SqlCall call) {
        types.enter(call);
    }

    /** @param arguments one for each operand that is a value */
    void leave(SqlCall call, List<Value> arguments) {
        SqlOperator operator = call.getOperator();
        if (isCast(call)) {
            types.cast(call, arguments);
        } else if (operator instanceof SqlFunction) {
            function(call, operator.getName().toLowerCase(Locale.ROOT), arguments);
        } else if (operator instanceof SqlBinaryOperator
                || operator instanceof SqlPrefixOperator
                || operator instanceof SqlPostfixOperator) {
            operator(call, operator.getName(), arguments);
        } else if (call.getKind() == SqlKind.SIMILAR || call.getKind() == SqlKind.RLIKE) {
            operator(call, operator.getName(), arguments);
        } else if (call.getKind() == SqlKind.RESPECT_NULLS || call.getKind() == SqlKind.IGNORE_NULLS) {
            form(call, "IGNORE NULLS");
        } else if (call.getKind() == SqlKind.WITHIN_GROUP) {
            types.withinGroup(call, arguments);
        }
    }

    static boolean isCast(SqlCall call) {
        String name = call.getOperator().getName();
        return call.getKind() == SqlKind.CAST
                || call.getKind() == SqlKind.SAFE_CAST
                || name.equals("::")
                || name.equalsIgnoreCase("TRY_CAST")
                || name.equalsIgnoreCase("SAFE_CAST");
    }

    private void function(SqlCall call, String operator, List<Value> arguments) {
        String name = WRITTEN.getOrDefault(operator, operator);
        Optional<PortableFunction> found = SET.function(name);
        if (found.isEmpty()) {
            unknown(call, name);
            return;
        }
        PortableFunction function = found.get();
        boolean table = function.group().equals(TABLES);
        if (table && !inFrom.contains(call)) {
            problems.add(
                    call,
                    "Cannot use function '" + name + "' here: it stands in FROM.",
                    "Use sequence(first, last) for a list.");
        } else if (!name.equals("trim") && !function.takes(arguments.size() + (isUnitFirst(call, arguments) ? 1 : 0))) {
            problems.add(
                    call,
                    "Cannot use function '" + name + "' with " + count(arguments.size()) + ": it is portable as "
                            + function.signature() + ".",
                    hint(name));
        } else {
            types.function(call, name, arguments);
            aggregates.call(call, arguments);
        }
    }

    /** A unit of time, such as of EXTRACT, is no value. */
    private static boolean isUnitFirst(SqlCall call, List<Value> arguments) {
        return call.operandCount() == arguments.size() + 1;
    }

    private static String count(int arguments) {
        return arguments == 1 ? "1 argument" : arguments + " arguments";
    }

    private void unknown(SqlNode node, String name) {
        String how = SET.otherFunctions().get(name);
        List<String> names =
                SET.functions().stream().map(PortableFunction::name).toList();
        problems.add(
                node,
                "Cannot use function '" + name + "': it is not portable."
                        + (how == null ? NearestName.hint(name, names) : ""),
                elsewhere(how));
    }

    private static String hint(String name) {
        return elsewhere(name.equals("count") ? "Write COUNT(*), or COUNT(DISTINCT (a, b)) of several." : null);
    }

    /** What to write instead, or what to do if there is nothing. */
    static String elsewhere(String how) {
        return how == null
                ? "Use a function of docs/portable-sql.md, or state 'dialect: duckdb' or 'dialect: spark' in the header."
                : how;
    }

    private void operator(SqlCall call, String name, List<Value> arguments) {
        boolean known = KINDS.contains(call.getKind())
                || SET.operators().containsKey(name.toUpperCase(Locale.ROOT))
                || call.isA(SqlKind.SET_QUERY);
        if (!known) {
            String form = name.startsWith("POSIX REGEX") ? "~" : name.toUpperCase(Locale.ROOT);
            String how = SET.otherForms().get(form.replaceFirst("^(NOT |NEGATED )", ""));
            problems.add(call, "Cannot use operator '" + form + "': it is not portable.", elsewhere(how));
        } else {
            types.operator(call, arguments);
        }
    }
}
