package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.portable.PortableForms;
import dev.daybreak.sql.portable.PortableSql;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.query.Tables;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds SQL about the rows of one table, such as that of its checks, against the portable set. */
public final class PortableText {
    /** What stands for the table in a query. */
    private static final String BATCH = "{batch}";

    private static final AssetKey ROWS = new AssetKey("daybreak", "rows");

    private PortableText() {}

    /**
     * What of a condition cannot be read, or is not portable.
     *
     * @param columns of the table; empty if they are not known, then types are not looked at
     * @return by position in the text
     */
    public static List<SqlProblem> ofCondition(String condition, Optional<Schema> columns) {
        return problems("SELECT 1 AS one FROM daybreak.rows WHERE (", condition, ")", columns);
    }

    /** The same of a query, in which {@code {batch}} stands for the table. */
    public static List<SqlProblem> ofQuery(String query, Optional<Schema> columns) {
        // A name in quotes is as long, so that positions stay.
        String named = query.replaceFirst(";\\s*$", "").replace(BATCH, "\"batch\"");
        return problems("WITH \"batch\" AS (SELECT * FROM daybreak.rows) SELECT * FROM (", named, ") AS q", columns);
    }

    /** A line break before the text keeps its columns, one behind it ends a comment. */
    private static List<SqlProblem> problems(String before, String text, String after, Optional<Schema> columns) {
        SqlText sql = SqlText.parse(before + "\n" + text + "\n" + after);
        List<SqlProblem> problems = new ArrayList<>(forms(sql));
        try {
            QueryAnalysis query = QueryAnalysis.of(
                    QueryParser.parse(sql, Map.of(), Optional.empty()),
                    new Rows(columns.map(QueryAnalysis::declared).orElse(QueryAnalysis.UNKNOWN)));
            problems.addAll(query.unportable());
        } catch (SyntaxException e) {
            problems.add(syntax(e, text));
        }
        return problems.stream()
                .map(problem -> new SqlProblem(within(problem.position(), text), problem.message(), problem.mend()))
                .sorted(Comparator.comparing(
                        SqlProblem::position,
                        Comparator.comparingInt(Position::line).thenComparingInt(Position::column)))
                .toList();
    }

    /** The parser may first stumble over what was put behind the text. */
    private static SqlProblem syntax(SyntaxException e, String text) {
        boolean behind = e.position().line() > 1 + text.lines().count();
        return behind
                ? new SqlProblem(e.position(), "Invalid SQL: the text ends too early.", "Check its end.")
                : new SqlProblem(e.position(), e.getMessage(), e.mend());
    }

    private static Position within(Position position, String text) {
        Position own = new Position(Math.max(1, position.line() - 1), position.column());
        return Position.of(text, own.offset(text));
    }

    /** Forms of the language that are not portable, in the text's order. */
    static List<SqlProblem> forms(SqlText sql) {
        return PortableForms.in(sql.tokens()).stream()
                .map(form -> new SqlProblem(
                        Position.of(sql.sql(), form.at().start()),
                        "Cannot use " + called(form) + ": it is not portable.",
                        PortableSql.set().otherForms().get(form.name())))
                .toList();
    }

    /** Forms with a name in small letters are told by what stands there. */
    private static String called(PortableForms.Found form) {
        return switch (form.name()) {
            case "backslash" -> "a backslash in " + form.at().text();
            case "backtick" -> "backticks around " + form.at().text();
            case "string", "number" -> "the " + form.name() + " " + form.at().text();
            default -> form.name();
        };
    }

    /** The table, and others of which nothing is known. */
    private record Rows(QueryAnalysis known) implements Tables {
        @Override
        public Optional<QueryAnalysis> find(AssetKey key) {
            return Optional.of(key.equals(ROWS) ? known : QueryAnalysis.UNKNOWN);
        }

        @Override
        public Missing missing(String name) {
            return new Missing("Cannot find table '" + name + "'.", "");
        }
    }
}
