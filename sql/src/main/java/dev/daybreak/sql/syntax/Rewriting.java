package dev.daybreak.sql.syntax;

import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Edits;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts forms that DuckDB and Spark take and Calcite's grammar does not into words that it does. Only what is analysed is
 * rewritten, never what runs; each rule looks at a few neighbouring tokens.
 */
final class Rewriting {
    private static final Pattern INTERVAL = Pattern.compile(
            "'\\s*(-?[0-9]+)\\s+(second|minute|hour|day|week|month|quarter|year)s?\\s*'", Pattern.CASE_INSENSITIVE);
    private static final String SAMPLE_TIME = "TIMESTAMP '2000-01-01 00:00:00'";

    private final SqlText sql;
    private final List<Token> tokens;
    private final Set<Integer> tablePositions;
    private final Edits edits = new Edits();
    private final Deque<String> openers = new ArrayDeque<>();
    private final boolean matchConditions;
    private final Map<String, ?> variables;
    private final boolean typedNumbers;

    /** @param dialect whose SQL it is; empty if the text is portable */
    Rewriting(SqlText sql, Map<String, ?> variables, Optional<String> dialect) {
        this.variables = variables;
        // On DuckDB a letter behind a number is a name; a portable text is better told which number it is.
        this.typedNumbers = !dialect.equals(Optional.of("duckdb"));
        this.sql = sql;
        this.tokens = sql.tokens();
        this.tablePositions = sql.tablePositions();
        this.matchConditions = tokens.stream().anyMatch(token -> token.is("MATCH_CONDITION"));
    }

    BoundSql rewritten() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case PARAMETER -> parameter(token);
                case STRING -> string(token);
                case NUMBER -> number(i);
                case SYMBOL -> symbol(i);
                case WORD -> word(i);
                case QUOTED -> quoted(token);
            }
        }
        hints();
        return edits.apply(sql.sql());
    }

    /** A hint is a comment to what is analysed: engines have words for it that the grammar does not know. */
    private void hints() {
        int from = 0;
        for (Token token : tokens) {
            int hint = sql.sql().indexOf("/*+", from);
            while (hint >= 0 && hint < token.start()) {
                edits.replace(hint + 2, hint + 3, " ");
                hint = sql.sql().indexOf("/*+", hint + 3);
            }
            from = token.end();
        }
    }

    private Token at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(Token.Kind.SYMBOL, 0, 0, "");
    }

    private void parameter(Token token) {
        if (SqlText.RESERVED.contains(token.name())) {
            edits.replace(token, SAMPLE_TIME);
        } else {
            edits.replace(token, sample(variables.get(token.name())));
        }
    }

    /** A literal of the value's type; values themselves do not matter here. */
    private static String sample(Object value) {
        if (value instanceof Boolean) {
            return "TRUE";
        } else if (value instanceof Double) {
            return "0E0";
        } else if (value instanceof BigDecimal) {
            return "0.0";
        } else if (value instanceof Number) {
            return value instanceof Long wide && wide.intValue() != wide ? "9999999999" : "0";
        }
        return value == null ? "NULL" : "''";
    }

    /** Spark's quotes become the grammar's. */
    private void quoted(Token token) {
        if (token.text().startsWith("`")) {
            edits.replace(token, '"' + token.name().replace("\"", "\"\"") + '"');
        }
    }

    private void string(Token token) {
        if (token.text().startsWith("$")) {
            edits.replace(token, "'dollar'");
        } else if (!token.text().startsWith("'")) {
            edits.replace(token, "'escape'");
        }
    }

    private void number(int i) {
        Token token = at(i);
        String text = token.text();
        Optional<TypedNumber> typed = typedNumbers ? TypedNumber.of(text) : Optional.empty();
        if (text.toLowerCase(Locale.ROOT).startsWith("0x")) {
            edits.replace(token, "0");
        } else if (typed.isPresent()) {
            boolean plain = Words.BEFORE_NUMBER.contains(at(i - 1).keyword())
                    || Words.AFTER_NUMBER.contains(at(i + 1).keyword());
            edits.replace(token, plain ? typed.get().digits() : typed.get().cast());
        } else if (text.indexOf('_') > 0) {
            edits.replace(token, text.replace("_", ""));
        }
    }

    private void symbol(int i) {
        Token token = at(i);
        switch (token.text()) {
            case "(" ->
                openers.push(at(i - 1).keyword().isEmpty() ? "(" : at(i - 1).keyword());
            case ")" -> close();
            case "[" -> openBracket(i);
            case "]" -> close();
            case "{" -> {
                openers.push("{");
                edits.replace(token.start(), token.end(), at(i - 1).is("MAP") ? "(" : "ROW(");
            }
            case "}" -> {
                close();
                edits.replace(token.start(), token.end(), ")");
            }
            case ":" -> colon(i);
            case "//" -> edits.replace(token, "%");
            case "==" -> edits.replace(token, "=");
            case ":=" -> edits.replace(at(i - 1).start(), token.end(), "");
            case "->" -> jsonArrow(i);
            default -> {}
        }
    }

    private void close() {
        if (openers.size() > 0) {
            openers.pop();
        }
    }

    private void openBracket(int i) {
        openers.push("[");
        Token before = at(i - 1);
        if (at(i + 1).isSymbol("]")
                && before.isName()
                && (at(i - 2).isSymbol("::") || at(i - 2).is("AS"))) {
            edits.replace(at(i).start(), at(i + 1).end(), " ARRAY");
            return;
        }
        boolean afterOperand = (before.isName() && !Words.BEFORE_OPERAND.contains(before.keyword()))
                || before.isSymbol(")")
                || before.isSymbol("]")
                || before.kind() == Token.Kind.STRING;
        if (!afterOperand && !before.is("ARRAY")) {
            edits.insert(at(i).start(), "ARRAY");
        }
    }

    private void colon(int i) {
        String opener = openers.isEmpty() ? "" : openers.peek();
        if (opener.equals("[")) {
            boolean from = at(i - 1).isSymbol("[");
            boolean to = at(i + 1).isSymbol("]");
            edits.replace(at(i).start(), at(i).end(), from && to ? "''" : from ? "''||" : to ? "||''" : "||");
        } else if (opener.equals("{")) {
            // The key of a struct goes; what a map computes its keys from cannot be told apart, and counts as read.
            boolean name = at(i - 1).kind() == Token.Kind.STRING || at(i - 1).isName();
            edits.replace(name ? at(i - 1).start() : at(i).start(), at(i).end(), name ? "" : ",");
        }
    }

    private void jsonArrow(int i) {
        boolean twice = at(i + 1).isSymbol(">");
        if (at(i + 1).kind() == Token.Kind.STRING || twice) {
            edits.replace(at(i).start(), twice ? at(i + 1).end() : at(i).end(), "||");
        }
    }

    private void word(int i) {
        Token token = at(i);
        Token next = at(i + 1);
        if ((at(i - 1).isSymbol(".") || at(i - 1).is("AS")) && !isMaterialized(i)) {
            name(i);
            return;
        }
        switch (token.keyword()) {
            case "INTERVAL" -> interval(i);
            case "ASOF" -> asOf(i);
            case "SEMI", "ANTI" -> {
                if (next.is("JOIN") && !at(i - 1).is("LEFT")) {
                    edits.insert(token.start(), "LEFT ");
                }
            }
            case "ALL" -> all(i);
            case "LAMBDA" -> lambda(i);
            case "AT" -> {
                if (next.is("TIME") && at(i + 2).is("ZONE")) {
                    edits.replace(token.start(), at(i + 2).end(), "%");
                }
            }
            case "MATERIALIZED" -> {
                if (next.isSymbol("(")) {
                    edits.replace((at(i - 1).is("NOT") ? at(i - 1) : token).start(), token.end(), "");
                }
            }
            case "IGNORE", "RESPECT" -> {
                if (next.is("NULLS") && at(i + 2).isSymbol(")")) {
                    edits.replace(token.start(), next.end(), "");
                }
            }
            case "ISNULL" -> postfixNull(i, "IS NULL");
            case "NOTNULL" -> postfixNull(i, "IS NOT NULL");
            case "UNNEST" -> {
                if (next.isSymbol("(") && !tablePositions.contains(i)) {
                    edits.replace(token, "\"unnest\"");
                }
            }
            case "FROM" -> {
                boolean first = i == 0 || at(i - 1).isSymbol("(");
                if (first && !openers.contains("EXTRACT")) {
                    edits.insert(token.start(), "SELECT * ");
                }
            }
            case "ON" -> {
                if (at(i - 1).is("DISTINCT")) {
                    distinctOn(i);
                }
            }
            case "NOT" -> {}
            default -> name(i);
        }
    }

    private boolean isMaterialized(int i) {
        return at(i).is("MATERIALIZED") || (at(i).is("NOT") && at(i + 1).is("MATERIALIZED"));
    }

    private void postfixNull(int i, String replacement) {
        Token before = at(i - 1);
        boolean operand = before.isSymbol(")") || (before.isName() && !Words.BEFORE_OPERAND.contains(before.keyword()));
        if (operand && !at(i + 1).isSymbol("(")) {
            edits.replace(at(i), replacement);
        }
    }

    private void interval(int i) {
        Token next = at(i + 1);
        if (next.kind() != Token.Kind.STRING) {
            return;
        }
        Matcher matcher = INTERVAL.matcher(next.text());
        if (!matcher.matches()) {
            if (at(i + 2).kind() != Token.Kind.WORD || !Words.isUnit(at(i + 2).keyword())) {
                edits.replace(next.start(), next.end(), "'1' DAY");
            } else {
                singular(at(i + 2));
            }
            return;
        }
        edits.replace(next, "'" + matcher.group(1) + "' " + matcher.group(2).toUpperCase(Locale.ROOT));
    }

    private void singular(Token unit) {
        if (unit.keyword().endsWith("S")) {
            edits.replace(unit, unit.text().substring(0, unit.text().length() - 1));
        }
    }

    /** DuckDB's ASOF JOIN has its condition in ON; for names and types it is an ordinary join. */
    private void asOf(int i) {
        boolean join = at(i + 1).is("JOIN")
                || at(i + 1).is("LEFT")
                || at(i + 1).is("INNER")
                || at(i - 1).is("LEFT");
        if (join && !matchConditions) {
            edits.replace(at(i), "");
        }
    }

    private void all(int i) {
        if (at(i - 1).is("BY")) {
            if (at(i - 2).is("GROUP")) {
                edits.replace(at(i - 2).start(), at(i).end(), "");
            } else {
                edits.replace(at(i), "1");
            }
        }
    }

    private void lambda(int i) {
        int colon = i + 1;
        while (colon < tokens.size() && !at(colon).isSymbol(":")) {
            colon++;
        }
        if (colon < tokens.size()) {
            boolean several = colon > i + 2;
            edits.replace(at(i), several ? "(" : "");
            edits.replace(at(colon), several ? ") ->" : "->");
        }
    }

    /** DISTINCT ON is left out with its list: which of several rows stays is not told. */
    private void distinctOn(int i) {
        int depth = 0;
        int close = i + 1;
        do {
            depth += at(close).isSymbol("(") ? 1 : at(close).isSymbol(")") ? -1 : 0;
            close++;
        } while (depth > 0 && close < tokens.size());
        edits.replace(at(i).start(), at(close - 1).end(), "");
    }

    private void name(int i) {
        Token token = at(i);
        Token before = at(i - 1);
        Token next = at(i + 1);
        boolean cast = !openers.isEmpty() && openers.peek().endsWith("CAST");
        boolean type = before.isSymbol("::") || (before.is("AS") && cast);
        if (type) {
            return;
        }
        if (next.isSymbol("(")) {
            if (Words.FUNCTIONS.contains(token.keyword()) && !before.isSymbol(".")) {
                quote(token);
            }
            return;
        }
        boolean named = before.isSymbol(".") || before.is("AS");
        boolean operand = (before.kind() == Token.Kind.SYMBOL && !before.isSymbol(")") && !before.isSymbol("]"))
                || Words.BEFORE_OPERAND.contains(before.keyword());
        boolean literal = next.kind() == Token.Kind.STRING || next.kind() == Token.Kind.PARAMETER;
        boolean frame = token.is("RANGE") && Words.FRAMES.contains(next.keyword());
        boolean reserved = Words.COLUMNS.contains(token.keyword());
        if (named || (i > 0 && reserved && operand && !literal && !frame)) {
            quote(token);
        }
    }

    private void quote(Token token) {
        edits.replace(token, '"' + token.text() + '"');
    }
}
