package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * A list of runs.
 *
 * @param states that runs can be filtered by
 * @param pipelines likewise
 * @param state that it is filtered by; empty if it is not
 * @param pipeline likewise
 * @param next the address of the next page
 */
public record RunsView(
        Shell shell,
        List<RunRow> runs,
        List<String> states,
        List<String> pipelines,
        String state,
        String pipeline,
        Optional<String> next)
        implements View {
    @Override
    public String title() {
        return "Runs";
    }
}
