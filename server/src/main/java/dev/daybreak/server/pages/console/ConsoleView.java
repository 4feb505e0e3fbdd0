package dev.daybreak.server.pages.console;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * A query that is filled in, and what it yielded if it was run.
 *
 * @param environments that there are; the first is that which is served
 * @param outcome empty: it was not run
 */
public record ConsoleView(Shell shell, Question question, List<String> environments, Optional<Outcome> outcome)
        implements View {
    @Override
    public String title() {
        return "Console";
    }

    @Override
    public boolean hasCharts() {
        return true;
    }

    @Override
    public List<String> scripts() {
        return List.of("htmx.js", "console.js");
    }
}
