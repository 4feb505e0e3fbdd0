package dev.daybreak.sql.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Cuts a SQL text into tokens, in one pass. It knows string literals, dollar quotes, quoted names, comments (nested block
 * comments too) and casts, so that a colon in any of them is not taken for a parameter. What is not closed reaches to the
 * end of the text: the parser tells the error, with a better message.
 */
final class Scanner {
    private static final Set<String> DOUBLE_SYMBOLS =
            Set.of("::", "||", "<=", ">=", "<>", "!=", "==", "->", "//", ":=", "=>", "**", "<<", ">>", "&&");
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    /** The brackets and braces that are open, innermost last: only in them may a colon stand between two values. */
    private final Deque<Character> open = new ArrayDeque<>();

    private int at;

    private Scanner(String sql) {
        this.sql = sql;
    }

    static List<Token> scan(String sql) {
        Scanner scanner = new Scanner(sql);
        while (scanner.at < sql.length()) {
            scanner.step();
        }
        return List.copyOf(scanner.tokens);
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private void step() {
        char c = peek(0);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '-' && peek(1) == '-') {
            int newline = sql.indexOf('\n', at);
            at = newline < 0 ? sql.length() : newline;
        } else if (c == '/' && peek(1) == '*') {
            skipBlockComment();
        } else if (c == '\'') {
            add(Token.Kind.STRING, quotedEnd(at, '\'', false));
        } else if ((c == 'e' || c == 'E') && peek(1) == '\'') {
            add(Token.Kind.STRING, quotedEnd(at + 1, '\'', true));
        } else if (c == '"' || c == '`') {
            add(Token.Kind.QUOTED, quotedEnd(at, c, false));
        } else if (c == '$' && dollarQuoteEnd() > 0) {
            add(Token.Kind.STRING, dollarQuoteEnd());
        } else if (Character.isDigit(c) || (c == '.' && Character.isDigit(peek(1)) && !followsName())) {
            add(Token.Kind.NUMBER, numberEnd());
        } else if (isNameStart(c)) {
            add(Token.Kind.WORD, nameEnd(at));
        } else if (c == ':' && isNameStart(peek(1)) && peek(-1) != ':' && !separatesValues()) {
            add(Token.Kind.PARAMETER, nameEnd(at + 1));
        } else {
            addSymbol(c);
        }
    }

    private void addSymbol(char c) {
        if (c == '(' || c == '[' || c == '{') {
            open.push(c);
        } else if ((c == ')' || c == ']' || c == '}') && !open.isEmpty()) {
            open.pop();
        }
        boolean pair = at + 1 < sql.length() && DOUBLE_SYMBOLS.contains(sql.substring(at, at + 2));
        add(Token.Kind.SYMBOL, at + (pair ? 2 : 1));
    }

    /** In {@code {'a':b}} and {@code list[a:b]} a colon after a value is no parameter. */
    private boolean separatesValues() {
        if (open.isEmpty() || open.peek() == '(' || tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.kind() != Token.Kind.SYMBOL || last.isSymbol(")") || last.isSymbol("]") || last.isSymbol("}");
    }

    private boolean followsName() {
        return !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).end() == at
                && tokens.get(tokens.size() - 1).isName();
    }

    private void skipBlockComment() {
        int depth = 0;
        do {
            if (peek(0) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (peek(0) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        at = Math.min(at, sql.length());
    }

    private int quotedEnd(int quoteAt, char quote, boolean backslashes) {
        int end = quoteAt + 1;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (backslashes && c == '\\') {
                end++;
            } else if (c == quote) {
                if (end + 1 >= sql.length() || sql.charAt(end + 1) != quote) {
                    return end + 1;
                }
                end++;
            }
            end++;
        }
        return sql.length();
    }

    /** The end of {@code $$...$$} or {@code $tag$...$tag$} that starts here, or 0 if none does. */
    private int dollarQuoteEnd() {
        int close = sql.indexOf('$', at + 1);
        if (close < 0 || followsName() || Character.isDigit(peek(1))) {
            return 0;
        }
        String tag = sql.substring(at, close + 1);
        if (!tag.substring(1, tag.length() - 1).chars().allMatch(c -> isNamePart((char) c))) {
            return 0;
        }
        int end = sql.indexOf(tag, close + 1);
        return end < 0 ? 0 : end + tag.length();
    }

    private int numberEnd() {
        int end = at;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            boolean exponentSign = (c == '+' || c == '-') && "eE".indexOf(sql.charAt(end - 1)) >= 0;
            if (!isNamePart(c) && c != '.' && !(exponentSign && end > at)) {
                break;
            }
            end++;
        }
        return end;
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, at, end, sql.substring(at, end)));
        at = end;
    }
}
