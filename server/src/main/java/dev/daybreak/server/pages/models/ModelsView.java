package dev.daybreak.server.pages.models;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/** All models. */
public record ModelsView(Shell shell, List<Row> models) implements View {
    @Override
    public String title() {
        return "Models";
    }

    /**
     * A model.
     *
     * @param production empty if no version is in production
     * @param newest empty if it was never trained
     */
    public record Row(
            String model,
            String description,
            Optional<VersionRow> production,
            Optional<VersionRow> newest,
            int versions) {}
}
