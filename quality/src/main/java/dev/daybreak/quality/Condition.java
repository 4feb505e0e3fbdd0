package dev.daybreak.quality;

import dev.daybreak.project.schema.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code row_condition} as SQL. The parsers {@code pandas} and {@code great_expectations} share one small language:
 * comparisons of a column ({@code age}, {@code `first name`}, {@code col("age")}) with a number, text, boolean or column,
 * {@code in [..]}, {@code .notnull()}, {@code .isnull()}, joined by {@code & | ~} or {@code and or not}, and brackets; as in
 * pandas, {@code !=} holds for null. Without a parser, or with {@code raw_sql} or {@code spark}, the text is SQL already.
 *
 * <p>Parsed by recursive descent; a value is used once, by one thread.
 */
final class Condition {
    static final Set<String> PARSERS = new TreeSet<>(
            Set.of("pandas", "great_expectations", "great_expectations__experimental__", "spark", "raw_sql", "sql"));
    static final String PARAMETER = "row_condition";
    private static final Set<String> SQL_PARSERS = Set.of("spark", "raw_sql", "sql");
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:"
            + "(?<column>(?:col|Column)\\s*\\(\\s*(?:\"[^\"]*\"|'[^']*')\\s*\\)|`[^`]*`)"
            + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
            + "|(?<number>-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
            + "|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<sign>==|!=|<>|<=|>=|&&|\\|\\||[=<>&|~!().,\\[\\]]))");

    private final Subject subject;
    private final List<Token> tokens;
    private final String source;
    private int at;

    private record Token(String kind, String text) {}

    private Condition(Subject subject, String source) {
        this.subject = subject;
        this.source = source;
        this.tokens = tokens(source);
    }

    /** The rows that meet the arguments' {@code row_condition}, if they have one. */
    static Subject narrow(Subject subject, Arguments arguments) {
        String text = arguments.optionalText(PARAMETER).orElse("").strip();
        if (text.isEmpty()) {
            return subject;
        }
        String parser = parser(arguments);
        if (SQL_PARSERS.contains(parser)) {
            // A line break keeps a comment at the end from swallowing the bracket.
            return subject.with("(" + text + "\n)");
        }
        Condition condition = new Condition(subject, text);
        String sql = condition.either();
        if (condition.at < condition.tokens.size()) {
            throw condition.unreadable();
        }
        return subject.with("(" + sql + ")");
    }

    private static String parser(Arguments arguments) {
        return arguments.optionalText("condition_parser").orElse("raw_sql");
    }

    /** Whether the condition is SQL that every engine is given; with the parser {@code spark} its author wrote it for one. */
    static boolean isPortableSql(Arguments arguments) {
        String parser = parser(arguments);
        return SQL_PARSERS.contains(parser) && !parser.equals("spark");
    }

    private static List<Token> tokens(String source) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source.stripTrailing());
        while (matcher.lookingAt()) {
            for (String kind : List.of("column", "text", "number", "word", "sign")) {
                if (matcher.group(kind) != null) {
                    tokens.add(new Token(kind, matcher.group(kind)));
                }
            }
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        if (matcher.regionStart() < matcher.regionEnd()) {
            throw new Unevaluable(
                    "row_condition '" + source + "' cannot be read from character " + (matcher.regionStart() + 1));
        }
        return tokens;
    }

    private Unevaluable unreadable() {
        String where = at < tokens.size() ? "at '" + tokens.get(at).text() + "'" : "at its end";
        return new Unevaluable("row_condition '" + source + "' cannot be read " + where);
    }

    private boolean take(String... alternatives) {
        if (at < tokens.size() && !tokens.get(at).kind().equals("text")) {
            for (String alternative : alternatives) {
                if (tokens.get(at).text().equalsIgnoreCase(alternative)) {
                    at++;
                    return true;
                }
            }
        }
        return false;
    }

    private void expect(String sign) {
        if (!take(sign)) {
            throw unreadable();
        }
    }

    private String either() {
        StringBuilder sql = new StringBuilder(both());
        while (take("|", "||", "or")) {
            sql.append(" OR ").append(both());
        }
        return sql.toString();
    }

    private String both() {
        StringBuilder sql = new StringBuilder(term());
        while (take("&", "&&", "and")) {
            sql.append(" AND ").append(term());
        }
        return sql.toString();
    }

    private String term() {
        if (take("~", "!", "not")) {
            return "NOT " + term();
        }
        if (take("(")) {
            String inner = either();
            expect(")");
            return "(" + inner + ")";
        }
        return comparison(column());
    }

    private Field column() {
        if (at == tokens.size()) {
            throw unreadable();
        }
        Token token = tokens.get(at);
        if (token.kind().equals("word")) {
            at++;
            return subject.field(token.text());
        }
        if (!token.kind().equals("column")) {
            throw unreadable();
        }
        at++;
        String text = token.text();
        char quote = text.startsWith("`") ? '`' : text.indexOf('"') >= 0 ? '"' : '\'';
        return subject.field(text.substring(text.indexOf(quote) + 1, text.lastIndexOf(quote)));
    }

    private String comparison(Field left) {
        if (take(".")) {
            return nullness(left);
        }
        if (take("is")) {
            boolean not = take("not");
            if (!take("null", "none")) {
                throw unreadable();
            }
            return left.sql() + (not ? " IS NOT NULL" : " IS NULL");
        }
        boolean negated = take("not");
        if (take("in")) {
            return (negated ? "NOT " : "") + membership(left);
        }
        if (negated || at == tokens.size()) {
            throw unreadable();
        }
        String operator = operator(tokens.get(at++).text());
        return left.sql() + operator + operand(left.type());
    }

    private String nullness(Field left) {
        boolean isNull = take("isnull", "isna", "is_null");
        if (!isNull && !take("notnull", "notna", "is_not_null")) {
            throw unreadable();
        }
        expect("(");
        expect(")");
        return left.sql() + (isNull ? " IS NULL" : " IS NOT NULL");
    }

    private String membership(Field left) {
        boolean square = take("[");
        if (!square) {
            expect("(");
        }
        List<String> members = new ArrayList<>();
        do {
            members.add(operand(left.type()));
        } while (take(","));
        expect(square ? "]" : ")");
        return left.sql() + " IN (" + String.join(", ", members) + ")";
    }

    private String operator(String sign) {
        return switch (sign) {
            case "=", "==" -> " = ";
            case "!=", "<>" -> " IS DISTINCT FROM ";
            case "<", "<=", ">", ">=" -> " " + sign + " ";
            default -> {
                at--;
                throw unreadable();
            }
        };
    }

    private String operand(DataType type) {
        if (at == tokens.size()) {
            throw unreadable();
        }
        Token token = tokens.get(at);
        boolean truth = token.kind().equals("word")
                && (token.text().equalsIgnoreCase("true") || token.text().equalsIgnoreCase("false"));
        if (truth || token.kind().equals("text")) {
            at++;
            return Literal.of(truth ? token.text() : unquote(token.text()), type);
        }
        if (token.kind().equals("number")) {
            at++;
            return Literal.of(new BigDecimal(token.text()), type);
        }
        return column().sql();
    }

    private static String unquote(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
