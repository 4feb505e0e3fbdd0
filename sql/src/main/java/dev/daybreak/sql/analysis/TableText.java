package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.join.SaltedJoin;
import dev.daybreak.sql.join.UnfitJoinException;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.syntax.ParsedQuery;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The text of one table or view, read by itself: nothing of other assets is needed yet, so texts are read side by side.
 *
 * @param tree empty if the text cannot be parsed
 * @param problems what the text alone shows
 */
record TableText(SqlAsset table, SqlText sql, Optional<ParsedQuery> tree, List<Problem> problems) {
    static TableText read(SqlAsset table, Map<String, Object> variables) {
        SqlText sql = SqlText.parse(table.sql());
        List<Problem> problems = new ArrayList<>();
        Optional<ParsedQuery> tree = Optional.empty();
        try {
            tree = Optional.of(QueryParser.parse(sql, variables, table.dialect()));
        } catch (SyntaxException e) {
            problems.add(syntax(table, e));
        }
        parameters(table, sql, variables, problems);
        if (table.dialect().isEmpty() && tree.isPresent()) {
            for (SqlProblem form : PortableText.forms(sql)) {
                problems.add(Problem.error(place(table, form.position()), form.message(), form.mend()));
            }
        }
        if (table instanceof TableAsset kept && kept.salt().isPresent()) {
            salt(kept, kept.salt().get(), sql, tree, problems);
        }
        for (TableReference reference : sql.references()) {
            sql.sameAlias(reference)
                    .ifPresent(other -> problems.add(Problem.error(
                            place(table, Position.of(table.sql(), reference.start())),
                            SqlText.sameAliasMessage(reference, other),
                            "Give one of them another name with AS.")));
        }
        return new TableText(table, sql, tree, List.copyOf(problems));
    }

    private static Problem syntax(SqlAsset table, SyntaxException e) {
        Place place = place(table, e.position());
        if (table.dialect().isEmpty()) {
            return Problem.error(place, e.getMessage(), e.mend());
        }
        List<String> missing = new ArrayList<>();
        if (table.declaredInputs().isEmpty()) {
            missing.add("inputs");
        }
        if (table.columns().isEmpty()) {
            missing.add("columns");
        }
        String fallback = missing.isEmpty()
                ? "Its declared inputs and columns are taken instead."
                : "Declare '" + String.join("' and '", missing) + "' in the header; they cannot be read from the text.";
        return Problem.warning(
                place,
                "Cannot analyse this text, which is in the dialect '"
                        + table.dialect().get() + "': "
                        + Character.toLowerCase(e.getMessage().charAt(0))
                        + e.getMessage().substring(1),
                fallback);
    }

    private static void salt(
            TableAsset table, Salt salt, SqlText sql, Optional<ParsedQuery> tree, List<Problem> problems) {
        if (tree.isEmpty()) {
            problems.add(Problem.error(
                    salt.place(),
                    "Cannot salt by '" + salt.key() + "': the text cannot be analysed.",
                    "Write it so that it can be read on every engine, or take 'salt' out."));
            return;
        }
        try {
            SaltedJoin.find(tree.get(), sql, salt);
        } catch (UnfitJoinException e) {
            problems.add(Problem.error(place(table, e.position()), e.getMessage(), e.mend()));
        }
    }

    private static void parameters(SqlAsset table, SqlText sql, Map<String, Object> variables, List<Problem> problems) {
        Set<String> known = new TreeSet<>(variables.keySet());
        boolean isView = table instanceof ViewAsset;
        if (!isView) {
            known.addAll(SqlText.RESERVED);
        }
        for (SqlText.Parameter parameter : sql.parameters()) {
            if (isView && SqlText.RESERVED.contains(parameter.name())) {
                problems.add(Problem.error(
                        place(table, Position.of(table.sql(), parameter.start())),
                        "Invalid parameter ':" + parameter.name()
                                + "': a view has no interval; it is read for that of its reader.",
                        "Take it out: of what the view reads, a reader gets the rows of its own window anyway."));
            } else if (!known.contains(parameter.name())) {
                problems.add(Problem.error(
                        place(table, Position.of(table.sql(), parameter.start())),
                        "Cannot find parameter ':" + parameter.name() + "'."
                                + NearestName.hint(parameter.name(), known),
                        (known.isEmpty()
                                        ? "There are none; add it"
                                        : "There are :" + String.join(", :", known) + "; add others")
                                + " under 'variables:' of daybreak.yaml."));
            }
        }
    }

    static Place place(SqlAsset table, Position position) {
        return position.in(table.sqlPlace());
    }

    /** The assets that the text names, in order, once each; whether they exist is not known here. */
    Set<AssetKey> reads() {
        Set<AssetKey> keys = new LinkedHashSet<>();
        sql.references().forEach(reference -> keys.add(reference.asset()));
        return keys;
    }

    /** Where the text first names an asset. */
    Place place(AssetKey key) {
        return sql.references().stream()
                .filter(reference -> reference.asset().equals(key))
                .findFirst()
                .map(reference -> place(table, Position.of(table.sql(), reference.start())))
                .orElse(table.about().place());
    }

    /** {@code name=value} of the variables that the text uses, in order of their names. */
    String variables(Map<String, Object> values) {
        Map<String, Object> used = new TreeMap<>();
        for (SqlText.Parameter parameter : sql.parameters()) {
            if (!SqlText.RESERVED.contains(parameter.name())) {
                used.put(parameter.name(), values.get(parameter.name()));
            }
        }
        StringBuilder text = new StringBuilder();
        used.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }
}
