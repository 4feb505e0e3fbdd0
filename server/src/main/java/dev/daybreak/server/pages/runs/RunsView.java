package dev.daybreak.server.pages.runs;

import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * A list of runs.
 *
 * @param states that runs can be filtered by
 * @param pipelines likewise
 * @param kinds likewise
 * @param filter what it is filtered by
 * @param next the address of the next page
 */
public record RunsView(
        Shell shell,
        List<RunRow> runs,
        List<String> states,
        List<String> pipelines,
        List<String> kinds,
        Filter filter,
        Optional<String> next)
        implements View {
    @Override
    public String title() {
        return "Runs";
    }

    /** What runs are filtered by, as it was written; what is empty does not filter. */
    public record Filter(
            String state, String pipeline, String kind, String by, String since, String until, String backfill) {}
}
