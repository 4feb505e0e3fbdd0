package dev.daybreak.server.pages.models;

import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which models there are: those of the project, and those that were trained when it had them. Thread-safe. */
final class ModelNames {
    private final ServedProject served;
    private final Registry registry;

    ModelNames(ServedProject served, Registry registry) {
        this.served = served;
        this.registry = registry;
    }

    List<String> all() {
        TreeSet<String> names = new TreeSet<>(registry.names());
        served.project().models().forEach(model -> names.add(model.key().name()));
        return List.copyOf(names);
    }

    /** The one that an address names; it must be there. */
    String of(Context ctx) {
        String name = ctx.pathParam("model");
        List<String> names = all();
        if (!names.contains(name)) {
            throw HttpFailure.notFound(
                    "Cannot find model '" + name + "'." + NearestName.hint(name, names), "/models lists them.");
        }
        return name;
    }

    /** The version that an address names; it must be there. */
    ModelVersion versionOf(Context ctx) {
        return version(of(ctx), ctx.pathParam("version"));
    }

    ModelVersion version(String name, String number) {
        if (!number.matches("\\d{1,9}")) {
            throw HttpFailure.notFound(
                    "Cannot find version '" + number + "' of model '" + name + "': versions are numbers.",
                    "/models/" + name + " lists them.");
        }
        return registry.version(name, Integer.parseInt(number));
    }

    /** The model's asset, if the project has it. */
    Optional<String> asset(String name) {
        return served.graph().nodes().stream()
                .map(node -> node.key())
                .filter(key -> key.equals(new AssetKey(AssetKey.MODELS, name)))
                .map(AssetKey::toString)
                .findFirst();
    }

    String description(String name) {
        return served.project().models().stream()
                .filter(model -> model.key().name().equals(name))
                .map(model -> model.about().description())
                .findFirst()
                .orElse("");
    }
}
