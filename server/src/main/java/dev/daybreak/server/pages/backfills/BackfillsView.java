package dev.daybreak.server.pages.backfills;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * Backfills, newest first.
 *
 * @param next the address of the next page
 */
public record BackfillsView(Shell shell, List<BackfillRow> backfills, Optional<String> next) implements View {
    @Override
    public String title() {
        return "Backfills";
    }
}
