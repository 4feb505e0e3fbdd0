package dev.daybreak.project.schedule;

import dev.daybreak.project.asset.About;
import java.util.List;
import java.util.Objects;

/**
 * A schedule with a selection of assets.
 *
 * @param crons when it runs, in the project's zone; empty: only by hand
 * @param selection as on the command line, such as {@code +models.click_model}
 */
public record Pipeline(String name, About about, List<Cron> crons, List<String> selection) {
    public Pipeline {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(about, "about");
        crons = List.copyOf(crons);
        selection = List.copyOf(selection);
    }
}
