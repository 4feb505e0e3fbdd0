package dev.daybreak.sql.text;

import dev.daybreak.project.asset.AssetKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the names of assets by following which clause each token stands in. It needs no grammar, so it works on every
 * dialect, and on texts that a parser refuses. Names of one part (common table expressions, aliases) are never assets.
 */
final class TableReferences {
    /** Words that end a FROM clause. */
    private static final Set<String> AFTER_FROM = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "QUALIFY",
            "WINDOW",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "OFFSET",
            "FETCH",
            "SELECT");
    /** Words that may follow a table and are not its alias. */
    private static final Set<String> AFTER_TABLE = Set.of(
            "JOIN",
            "LEFT",
            "RIGHT",
            "INNER",
            "FULL",
            "CROSS",
            "NATURAL",
            "ON",
            "USING",
            "ASOF",
            "SEMI",
            "ANTI",
            "POSITIONAL",
            "LATERAL",
            "TABLESAMPLE",
            "PIVOT",
            "UNPIVOT",
            "FOR",
            "MATCH_RECOGNIZE",
            "MATCH_CONDITION",
            "OUTER");

    /** A name of an asset before a column: {@code raw.clicks.user_id}. */
    record Qualifier(AssetKey asset, int start, int end) {}

    private static final class Frame {
        boolean query;
        boolean inFrom;
        boolean expectsTable;
        int from;
    }

    private final List<Token> tokens;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final List<TableReference> references = new ArrayList<>();
    private final List<Qualifier> qualifiers = new ArrayList<>();
    private final Set<Integer> tablePositions = new HashSet<>();
    private int froms;

    TableReferences(List<Token> tokens) {
        this.tokens = tokens;
        Frame statement = new Frame();
        statement.query = true;
        frames.push(statement);
        int i = 0;
        while (i < tokens.size()) {
            i = step(i);
        }
    }

    List<TableReference> references() {
        return List.copyOf(references);
    }

    List<Qualifier> qualifiers() {
        return List.copyOf(qualifiers);
    }

    /** Indexes of the tokens at which a table, a subquery or a table function stands. */
    Set<Integer> tablePositions() {
        return tablePositions;
    }

    private int step(int i) {
        Token token = tokens.get(i);
        Frame frame = frames.element();
        if (token.isSymbol("(")) {
            if (frame.expectsTable) {
                tablePositions.add(i);
            }
            open(i);
        } else if (token.isSymbol(")")) {
            if (frames.size() > 1) {
                frames.pop();
            }
        } else if (token.isSymbol(",")) {
            frame.expectsTable = frame.inFrom;
        } else if (token.is("FROM") && frame.query && !isDistinctFrom(i)) {
            frame.inFrom = true;
            frame.expectsTable = true;
            frame.from = ++froms;
        } else if ((token.is("PIVOT") || token.is("UNPIVOT"))
                && (i == 0 || tokens.get(i - 1).isSymbol("("))) {
            frame.expectsTable = true;
        } else if (token.is("JOIN")) {
            frame.expectsTable = frame.inFrom;
        } else if (AFTER_FROM.contains(token.keyword())) {
            frame.inFrom = false;
            frame.expectsTable = false;
        } else if (token.isName() && !(frame.expectsTable && (token.is("LATERAL") || token.is("ONLY")))) {
            return name(i, frame);
        }
        return i + 1;
    }

    private void open(int i) {
        Frame parent = frames.element();
        Frame frame = new Frame();
        Token first = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
        boolean startsQuery =
                first != null && Set.of("SELECT", "WITH", "FROM", "VALUES").contains(first.keyword());
        frame.query = startsQuery || parent.expectsTable;
        if (parent.expectsTable && !startsQuery) {
            frame.inFrom = true;
            frame.expectsTable = true;
            frame.from = parent.from;
        }
        parent.expectsTable = false;
        frames.push(frame);
    }

    /** {@code a IS DISTINCT FROM b} has a FROM that reads nothing. */
    private boolean isDistinctFrom(int i) {
        return i >= 2
                && tokens.get(i - 1).is("DISTINCT")
                && (tokens.get(i - 2).is("IS") || tokens.get(i - 2).is("NOT"));
    }

    private int name(int i, Frame frame) {
        int last = i;
        while (last + 2 < tokens.size()
                && tokens.get(last + 1).isSymbol(".")
                && tokens.get(last + 2).isName()) {
            last += 2;
        }
        int parts = (last - i) / 2 + 1;
        if (frame.expectsTable) {
            frame.expectsTable = false;
            tablePositions.add(i);
            boolean function = last + 1 < tokens.size() && tokens.get(last + 1).isSymbol("(");
            AssetKey asset = parts == 2 && !function ? asset(i) : null;
            if (asset != null) {
                boolean aliased = isAliased(last);
                references.add(new TableReference(
                        asset, tokens.get(i).start(), tokens.get(last).end(), aliased, frame.from));
            }
        } else if (parts > 2 || (parts == 2 && isStar(last))) {
            AssetKey asset = asset(i);
            if (asset != null) {
                qualifiers.add(new Qualifier(
                        asset, tokens.get(i).start(), tokens.get(i + 2).end()));
            }
        }
        return last + 1;
    }

    private boolean isStar(int last) {
        return last + 2 < tokens.size()
                && tokens.get(last + 1).isSymbol(".")
                && tokens.get(last + 2).isSymbol("*");
    }

    private AssetKey asset(int i) {
        String namespace = tokens.get(i).name().toLowerCase(Locale.ROOT);
        String name = tokens.get(i + 2).name().toLowerCase(Locale.ROOT);
        boolean valid = AssetKey.isValid(namespace, name);
        return valid ? new AssetKey(namespace, name) : null;
    }

    private boolean isAliased(int last) {
        if (last + 1 >= tokens.size() || !tokens.get(last + 1).isName()) {
            return false;
        }
        String word = tokens.get(last + 1).keyword();
        return !AFTER_FROM.contains(word) && !AFTER_TABLE.contains(word);
    }
}
