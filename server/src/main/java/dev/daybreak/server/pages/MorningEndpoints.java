package dev.daybreak.server.pages;

import dev.daybreak.models.registry.Registry;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.MorningView.EndpointRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which versions of the project's models are in production. Thread-safe. */
final class MorningEndpoints {
    private final Registry registry;
    private final List<String> models;

    MorningEndpoints(ServedProject served) {
        this.registry = new Registry(served.store());
        this.models = served.project().models().stream()
                .map(model -> model.key().name())
                .sorted()
                .toList();
    }

    List<EndpointRow> rows(Shell shell) {
        return models.stream().map(model -> row(model, shell)).toList();
    }

    private EndpointRow row(String model, Shell shell) {
        OptionalInt version = registry.productionVersion(model);
        return new EndpointRow(
                model,
                version.isPresent() ? Optional.of(version.getAsInt()) : Optional.empty(),
                registry.lastMove(model).map(move -> shell.moment(move.at())));
    }
}
