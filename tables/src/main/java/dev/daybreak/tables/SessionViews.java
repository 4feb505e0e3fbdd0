package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.SqlText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Views of the project in a session of an engine. Stateless. */
public final class SessionViews {
    private SessionViews() {}

    /**
     * Makes a view readable over what is readable now.
     *
     * @param name under which it is then read
     * @param relations under which the assets that it names are readable
     * @param variables of the project
     * @throws DaybreakException {@code INVALID_SQL} with the place in the view's file if the engine does not understand its text
     */
    public static void define(
            Session session,
            ViewAsset view,
            String name,
            Function<AssetKey, Optional<String>> relations,
            Map<String, ?> variables) {
        BoundSql bound = SqlText.parse(view.sql()).bind(reference -> relations.apply(reference.asset()), variables);
        SqlPlaces.located(view, bound, () -> {
            session.define(name, bound.text());
            return true;
        });
    }

    /** Refuses a view on an engine that its header rules out. */
    public static void requireDialect(ViewAsset view, Engine engine) {
        view.dialect().filter(dialect -> !dialect.equals(engine.name())).ifPresent(dialect -> {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Cannot read view '" + view.key() + "' on engine '" + engine.name() + "': its dialect is '"
                            + dialect + "'.",
                    view.about().written().value("dialect"),
                    "Write it portably and take 'dialect' out, or let '" + dialect + "' compute what reads it.",
                    null);
        });
    }
}
