package dev.daybreak.sql.analysis;

import dev.daybreak.project.problem.NearestName;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.query.Tables;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TimeTravel;
import dev.daybreak.sql.text.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A query of somebody who may read tables and nothing else: one SELECT in portable SQL, which knows no function or form that reaches files, settings
 * or anything outside of the tables. What it may do is decided on a text without comments, since two parsers may disagree about where one ends, and
 * that text is what is to be run. Tables may carry versions after an {@code @}. Immutable.
 *
 * @param text what to run; positions in it are those of the author's text
 * @param analysis what it yields, and from where; nothing can be told if there is a problem
 * @param problems why it must not be run, by position; empty if it may
 */
public record FreeQuery(String text, QueryAnalysis analysis, List<SqlProblem> problems) {
    private static final String IN_HEADER = "in the header";
    private static final String ELSEWHERE = "Use what docs/portable-sql.md lists.";

    public FreeQuery {
        problems = List.copyOf(problems);
    }

    /**
     * Looks at a text; never throws for what its author wrote.
     *
     * @param parameters values of its {@code :names}
     * @param tables that it may read
     */
    public static FreeQuery of(String sql, Map<String, ?> parameters, Tables tables) {
        String text = withoutComments(sql);
        SqlText plain = SqlText.parse(TimeTravel.of(text).text());
        List<SqlProblem> problems = new ArrayList<>(parameters(plain, parameters.keySet()));
        QueryAnalysis analysis = QueryAnalysis.UNKNOWN;
        try {
            QueryAnalysis found = QueryAnalysis.of(QueryParser.parse(plain, parameters, Optional.empty()), tables);
            problems.addAll(PortableText.forms(plain));
            problems.addAll(found.problems());
            problems.addAll(found.unportable());
            problems.addAll(sameNames(plain));
            problems.addAll(chains(plain));
            analysis = problems.isEmpty() ? found : analysis;
        } catch (SyntaxException e) {
            problems.add(new SqlProblem(e.position(), e.getMessage(), e.mend()));
        }
        return new FreeQuery(text, analysis, sorted(problems));
    }

    /** Spaces in place of what is no token, but for the ends of lines. */
    private static String withoutComments(String sql) {
        StringBuilder text = new StringBuilder(sql.length());
        sql.chars().forEach(c -> text.append(c == '\n' ? '\n' : ' '));
        for (Token token : SqlText.parse(sql).tokens()) {
            text.replace(token.start(), token.end(), token.text());
        }
        return text.toString();
    }

    private static List<SqlProblem> parameters(SqlText sql, Set<String> known) {
        return sql.parameters().stream()
                .filter(parameter -> !known.contains(parameter.name()))
                .map(parameter -> new SqlProblem(
                        Position.of(sql.sql(), parameter.start()),
                        "Cannot find parameter ':" + parameter.name() + "'."
                                + NearestName.hint(parameter.name(), known),
                        known.isEmpty()
                                ? "There are none."
                                : "There are :" + String.join(", :", new TreeSet<>(known)) + "."))
                .toList();
    }

    /** {@code (value).f()} calls a function of whatever name; the parser's tree does not tell it from a field of a struct. */
    private static List<SqlProblem> chains(SqlText sql) {
        List<SqlProblem> problems = new ArrayList<>();
        List<Token> tokens = sql.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol(".") && (i == 0 || !tokens.get(i - 1).isName())) {
                problems.add(new SqlProblem(
                        Position.of(sql.sql(), tokens.get(i).start()),
                        "Cannot use a dot behind what is no name: it is not portable.",
                        "Write f(x) for x.f()."));
            }
        }
        return problems;
    }

    private static List<SqlProblem> sameNames(SqlText sql) {
        return sql.references().stream()
                .flatMap(reference -> sql.sameAlias(reference).stream()
                        .map(other -> new SqlProblem(
                                Position.of(sql.sql(), reference.start()),
                                SqlText.sameAliasMessage(reference, other),
                                "Give one of them another name with AS.")))
                .toList();
    }

    private static List<SqlProblem> sorted(List<SqlProblem> problems) {
        return problems.stream()
                .map(problem -> problem.mend().contains(IN_HEADER)
                        ? new SqlProblem(problem.position(), problem.message(), ELSEWHERE)
                        : problem)
                .sorted(Comparator.comparing(
                        SqlProblem::position,
                        Comparator.comparingInt(Position::line).thenComparingInt(Position::column)))
                .toList();
    }
}
