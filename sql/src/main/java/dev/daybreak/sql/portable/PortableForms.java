package dev.daybreak.sql.portable;

import dev.daybreak.sql.text.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the forms of the language that only one engine knows, by a few neighbouring tokens each, as the parser's tree no longer tells them. */
public final class PortableForms {
    private static final Set<String> SYMBOLS = Set.of("->", "=>", "//", "^", "**");
    /** Words after which FROM belongs to a function. */
    private static final Set<String> WITH_FROM = Set.of("EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION");

    private final List<Token> tokens;
    private final List<Found> found = new ArrayList<>();

    private PortableForms(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * A form in a text.
     *
     * @param name by which {@link PortableSql#otherForms} has it
     * @param at its first token
     */
    public record Found(String name, Token at) {}

    /** The forms in a text, in its order. */
    public static List<Found> in(List<Token> tokens) {
        PortableForms forms = new PortableForms(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            forms.look(i);
        }
        return List.copyOf(forms.found);
    }

    private Token at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(Token.Kind.SYMBOL, 0, 0, "");
    }

    private void look(int i) {
        Token token = at(i);
        switch (token.kind()) {
            case STRING -> string(token);
            case NUMBER -> {
                if (token.text().matches("0[xX].*|.*_.*|.*[LSYDFlsydf]")) {
                    add("number", token);
                }
            }
            case SYMBOL -> symbol(i);
            case WORD -> word(i);
            case QUOTED -> addIf(token.text().startsWith("`"), "backtick", i);
            case PARAMETER -> {}
        }
    }

    private void string(Token token) {
        if (!token.text().startsWith("'")) {
            add("string", token);
        } else if (token.text().indexOf('\\') >= 0) {
            add("backslash", token);
        }
    }

    private void symbol(int i) {
        Token token = at(i);
        if (token.isSymbol("[")) {
            add("[...]", token);
        } else if (token.isSymbol("{")) {
            add("{...}", token);
        } else if (token.isSymbol(":=")) {
            add("=>", token);
        } else if (SYMBOLS.contains(token.text())) {
            add(token.text(), token);
        }
    }

    private void word(int i) {
        Token before = at(i - 1);
        Token next = at(i + 1);
        if (before.isSymbol(".") || before.is("AS")) {
            return;
        }
        switch (at(i).keyword()) {
            case "AT" -> addIf(next.is("TIME") && at(i + 2).is("ZONE"), "AT TIME ZONE", i);
            case "LAMBDA" ->
                addIf(next.isName() && (at(i + 2).isSymbol(":") || at(i + 2).isSymbol(",")), "LAMBDA", i);
            case "QUALIFY" -> addIf(next.isName() || next.isSymbol("("), "QUALIFY", i);
            case "DISTINCT" -> addIf(next.is("ON") && at(i + 2).isSymbol("("), "DISTINCT ON", i);
            case "ASOF" -> addIf(next.is("JOIN") || next.is("LEFT") || next.is("INNER"), "ASOF JOIN", i);
            case "EXCLUDE" -> {
                addIf(before.isSymbol("*"), "EXCLUDE", i);
                addIf(next.is("CURRENT") || next.is("GROUP") || next.is("TIES"), "EXCLUDE CURRENT ROW", i);
            }
            case "REPLACE" -> addIf(before.isSymbol("*") && next.isSymbol("("), "REPLACE", i);
            case "COLUMNS" -> addIf(next.isSymbol("("), "COLUMNS", i);
            case "FROM" ->
                addIf(
                        i == 0
                                || (before.isSymbol("(")
                                        && !WITH_FROM.contains(at(i - 2).keyword())),
                        "FROM first",
                        i);
            case "BY" -> addIf(next.is("NAME") && (before.is("UNION") || before.is("ALL")), "BY NAME", i);
            case "POSITIONAL" -> addIf(next.is("JOIN"), "POSITIONAL JOIN", i);
            case "LEFT" -> {
                addIf(next.is("SEMI"), "LEFT SEMI JOIN", i);
                addIf(next.is("ANTI"), "LEFT ANTI JOIN", i);
            }
            case "IGNORE", "RESPECT" -> addIf(next.is("NULLS"), "IGNORE NULLS", i);
            case "FETCH" -> addIf(next.is("FIRST") || next.is("NEXT"), "FETCH FIRST", i);
            case "GROUPS" -> addIf(next.is("BETWEEN") || next.is("UNBOUNDED"), "GROUPS", i);
            case "USING" -> addIf(next.is("SAMPLE"), "USING SAMPLE", i);
            case "ISNULL", "NOTNULL" -> addIf(isOperand(before) && !next.isSymbol("("), at(i).keyword(), i);
            default -> {}
        }
    }

    private static boolean isOperand(Token token) {
        return token.isName() || token.isSymbol(")") || token.kind() == Token.Kind.STRING;
    }

    private void addIf(boolean is, String name, int i) {
        if (is) {
            add(name, at(i));
        }
    }

    private void add(String name, Token at) {
        found.add(new Found(name, at));
    }
}
