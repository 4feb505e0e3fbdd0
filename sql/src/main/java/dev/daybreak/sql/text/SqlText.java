package dev.daybreak.sql.text;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An author's SQL text, cut into tokens. What runs is this text: only names of tables and {@code :parameters} are replaced,
 * in place. Immutable.
 */
public final class SqlText {
    /** Parameters that hold the bounds of the data interval; all others are variables of the project. */
    public static final Set<String> RESERVED = Set.of("start", "end");

    private final String sql;
    private final List<Token> tokens;
    private final TableReferences tables;

    /**
     * A {@code :name} in the text.
     *
     * @param start offset of the colon
     */
    public record Parameter(String name, int start, int end) {}

    private SqlText(String sql) {
        this.sql = sql;
        this.tokens = Scanner.scan(sql);
        this.tables = new TableReferences(tokens);
    }

    /** Never fails: what is not SQL yields tokens too, and is left for the parser to refuse. */
    public static SqlText parse(String sql) {
        return new SqlText(sql);
    }

    public String sql() {
        return sql;
    }

    public List<Token> tokens() {
        return tokens;
    }

    /** Where the text reads assets, or things with names like assets, in the order of the text. */
    public List<TableReference> references() {
        return tables.references();
    }

    /** Indexes of the {@link #tokens} at which a table, a subquery or a table function begins. */
    public Set<Integer> tablePositions() {
        return Set.copyOf(tables.tablePositions());
    }

    public List<Parameter> parameters() {
        return tokens.stream()
                .filter(token -> token.kind() == Token.Kind.PARAMETER)
                .map(token -> new Parameter(token.name(), token.start(), token.end()))
                .toList();
    }

    /**
     * The text for an engine.
     *
     * @param relations names under which assets were registered; other names are left as they are
     * @param parameters String, Number, Boolean, LocalDate, LocalDateTime, OffsetDateTime or null, by name without colon
     * @throws DaybreakException if a parameter has no value, or if two tables could not be told apart without their namespaces
     */
    public static BoundSql bind(String sql, Map<AssetKey, String> relations, Map<String, ?> parameters) {
        return parse(sql).bind(reference -> Optional.ofNullable(relations.get(reference.asset())), parameters);
    }

    /** The same, with the relation chosen for each place by itself, as time travel needs it. */
    public BoundSql bind(Function<TableReference, Optional<String>> relations, Map<String, ?> parameters) {
        return bind(relations, parameters, Map.of());
    }

    /**
     * The same with more conditions.
     *
     * @param insertions what is added to the text, by offset
     */
    public BoundSql bind(
            Function<TableReference, Optional<String>> relations,
            Map<String, ?> parameters,
            Map<Integer, String> insertions) {
        Edits edits = new Edits();
        insertions.forEach(edits::insert);
        Set<AssetKey> renamed = new HashSet<>();
        for (TableReference reference : references()) {
            Optional<String> relation = relations.apply(reference);
            if (relation.isPresent()) {
                String alias = "";
                if (!reference.aliased()) {
                    renamed.add(reference.asset());
                    refuseSameAlias(reference);
                    alias = " AS " + quoted(reference.asset().name());
                }
                edits.replace(reference.start(), reference.end(), quoted(relation.get()) + alias);
            }
        }
        for (TableReferences.Qualifier qualifier : tables.qualifiers()) {
            if (renamed.contains(qualifier.asset())) {
                edits.replace(
                        qualifier.start(),
                        qualifier.end(),
                        quoted(qualifier.asset().name()));
            }
        }
        for (Parameter parameter : parameters()) {
            edits.replace(parameter.start(), parameter.end(), Literals.of(value(parameter, parameters)));
        }
        return edits.apply(sql);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private Object value(Parameter parameter, Map<String, ?> values) {
        if (!values.containsKey(parameter.name())) {
            Position position = Position.of(sql, parameter.start());
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Missing value of parameter ':" + parameter.name() + "' at line " + position.line() + ", column "
                            + position.column() + "." + NearestName.hint(parameter.name(), values.keySet()),
                    "Give it under 'variables:' of daybreak.yaml or by --var " + parameter.name() + "=VALUE.");
        }
        return values.get(parameter.name());
    }

    private void refuseSameAlias(TableReference reference) {
        sameAlias(reference).ifPresent(other -> {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    sameAliasMessage(reference, other),
                    "Give one of them another name: " + reference.asset() + " AS "
                            + reference.asset().namespace() + "_"
                            + reference.asset().name() + ".");
        });
    }

    /** Another table of the same FROM clause that goes by the same name when namespaces are left out. */
    public Optional<TableReference> sameAlias(TableReference reference) {
        return references().stream()
                .filter(other -> !reference.aliased()
                        && !other.aliased()
                        && other.start() < reference.start()
                        && other.from() == reference.from()
                        && other.asset().name().equals(reference.asset().name()))
                .findFirst();
    }

    /** What is wrong with two tables of one name. */
    public static String sameAliasMessage(TableReference reference, TableReference other) {
        return "Cannot tell '" + other.asset() + "' and '" + reference.asset() + "' apart: both are called '"
                + reference.asset().name() + "' in one FROM clause.";
    }

    /**
     * The text without comments, with one space between tokens, and letters that are not quoted in lower case: two texts
     * that mean the same to an engine's scanner are equal. For fingerprints; not meant to be run.
     */
    public String normalized() {
        StringBuilder text = new StringBuilder(sql.length());
        for (Token token : tokens) {
            boolean fold = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.NUMBER;
            text.append(text.isEmpty() ? "" : " ").append(fold ? token.text().toLowerCase(Locale.ROOT) : token.text());
        }
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ';' || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** {@link #normalized()} of a text. */
    public static String normalized(String sql) {
        return parse(sql).normalized();
    }
}
