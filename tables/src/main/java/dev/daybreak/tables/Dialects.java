package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;

/** Refuses a text on an engine that its header rules out. */
final class Dialects {
    private Dialects() {}

    static void require(TableAsset asset, Engine engine) {
        asset.dialect().filter(dialect -> !dialect.equals(engine.name())).ifPresent(dialect -> {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Cannot run '" + asset.key() + "' on engine '" + engine.name() + "': its dialect is '" + dialect
                            + "'.",
                    asset.about().written().value("dialect"),
                    "Put 'engine: " + dialect + "' into its header, or write it portably and take 'dialect' out.",
                    null);
        });
    }
}
