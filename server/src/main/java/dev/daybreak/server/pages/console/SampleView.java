package dev.daybreak.server.pages.console;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import dev.daybreak.server.pages.result.Cells;
import java.util.Optional;

/**
 * Some rows of an asset.
 *
 * @param cells empty if they cannot be shown
 * @param read the snapshots that they are of
 * @param message why they cannot be shown
 * @param mend what to do then; may be empty
 */
public record SampleView(Shell shell, String asset, Optional<Cells> cells, String read, String message, String mend)
        implements View {
    @Override
    public String title() {
        return "Rows of " + asset;
    }
}
