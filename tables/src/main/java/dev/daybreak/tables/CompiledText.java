package dev.daybreak.tables;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.text.SqlText;
import java.util.Optional;

/** The text of a table or view as it runs, for people to read and to try. Stateless. */
public final class CompiledText {
    private CompiledText() {}

    /**
     * The author's text with the values of variables and the ends of the interval. Names of tables stay as they were written, other than in
     * what an engine gets, which knows pinned snapshots by names of the step.
     *
     * @throws dev.daybreak.project.problem.DaybreakException {@code INVALID_SQL} if a parameter has no value
     */
    public static String of(SqlAsset asset, DataInterval interval, Settings settings) {
        return SqlText.parse(asset.sql())
                .bind(reference -> Optional.empty(), IntervalParameters.of(interval, settings, false))
                .text();
    }
}
