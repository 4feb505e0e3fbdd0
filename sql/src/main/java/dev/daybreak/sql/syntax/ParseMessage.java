package dev.daybreak.sql.syntax;

import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Tells a parser's complaint as what was found and a few things that could have stood there. */
final class ParseMessage {
    private static final int LISTED = 6;
    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*)\" at line");
    /** What people expect first, in this order, out of the hundreds of words that a grammar would take. */
    private static final List<String> COMMON = List.of(
            ")", ",", "FROM", "WHERE", "GROUP", "ORDER", "JOIN", "ON", "AS", "BY", "SELECT", "AND", "OR", "THEN",
            "WHEN", "ELSE", "END", "BETWEEN", "IN", "UNION", "=", "LIMIT");

    private ParseMessage() {}

    static SyntaxException of(SqlParseException e, SqlText sql, BoundSql parsed) {
        int offset = offset(e, sql, parsed);
        String found = found(sql, offset);
        String message = found.isEmpty()
                ? "Invalid SQL: the text ends too early" + after(sql, offset) + "."
                : "Invalid SQL: did not expect " + found + after(sql, offset) + ".";
        String expected = expected(e);
        if (expected.isEmpty() && firstLine(e).startsWith("Lexical error")) {
            message = "Invalid SQL: cannot read " + (found.isEmpty() ? "the end of the text" : found)
                    + after(sql, offset) + ".";
        }
        String mend = expected.isEmpty() ? "Check the text around it." : "Expected here: " + expected + ".";
        return new SyntaxException(Position.of(sql.sql(), offset), message, mend, e);
    }

    /** A grammar that looks ahead complains of several tokens; only the last of them is wrong. */
    private static int offset(SqlParseException e, SqlText sql, BoundSql parsed) {
        SqlParserPos at = e.getPos();
        if (at == null || at.getLineNum() == 0 || firstLine(e).contains("<EOF>")) {
            return sql.tokens().get(sql.tokens().size() - 1).end();
        }
        int first = parsed.originalOffset(new Position(at.getLineNum(), at.getColumnNum()).offset(parsed.text()));
        boolean keyword = firstLine(e).startsWith("Incorrect syntax near the keyword");
        int end = sql.tokens().get(sql.tokens().size() - 1).end();
        if (keyword && sql.tokens().get(sql.tokens().size() - 1).start() <= first) {
            return end;
        }
        Matcher encountered = ENCOUNTERED.matcher(firstLine(e));
        int right = encountered.find()
                ? SqlText.parse(encountered.group(1)).tokens().size() - 1
                : 0;
        List<Integer> onward = sql.tokens().stream()
                .filter(token -> token.end() > first)
                .map(token -> Math.max(first, token.start()))
                .toList();
        return right > 0 && right < onward.size() ? onward.get(right) : first;
    }

    private static String firstLine(SqlParseException e) {
        return e.getMessage().lines().findFirst().orElse("");
    }

    private static String found(SqlText sql, int offset) {
        for (Token token : sql.tokens()) {
            if (token.end() > offset) {
                return "'" + token.text() + "'";
            }
        }
        return "";
    }

    private static String after(SqlText sql, int offset) {
        String last = "";
        for (Token token : sql.tokens()) {
            if (token.end() > offset) {
                break;
            }
            last = " after '" + token.text() + "'";
        }
        return last;
    }

    private static String expected(SqlParseException e) {
        Set<String> permitted = new TreeSet<>();
        if (e.getExpectedTokenNames() != null) {
            for (String name : e.getExpectedTokenNames()) {
                permitted.add(name.replace("\"", ""));
            }
        }
        boolean value = permitted.contains("<IDENTIFIER>") && permitted.contains("<QUOTED_STRING>");
        List<String> common =
                COMMON.stream().filter(permitted::contains).limit(LISTED).toList();
        if (!common.isEmpty()) {
            String words = (common.size() == 1 ? "" : "one of ") + String.join(" ", common);
            return value ? "a name or value, or " + words : words;
        }
        boolean name = permitted.contains("<IDENTIFIER>");
        return name
                ? "a name or value"
                : String.join(" ", permitted.stream().limit(LISTED).toList());
    }
}
