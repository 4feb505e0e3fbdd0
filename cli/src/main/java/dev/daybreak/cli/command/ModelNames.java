package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Models go by their name alone, or with the namespace that all of them have. */
final class ModelNames {
    private ModelNames() {}

    /** The name in the registry; one that is not there is told by the registry, which knows the nearest. */
    static String resolve(Workspace workspace, String name) {
        String prefix = AssetKey.MODELS + ".";
        List<String> registered = workspace.registry().names();
        boolean asItIs = registered.contains(name) || !name.startsWith(prefix);
        return asItIs ? name : name.substring(prefix.length());
    }

    /** @throws DaybreakException if neither the registry nor the project has the model */
    static void requireKnown(Workspace workspace, String name) {
        String model = resolve(workspace, name);
        Set<String> known = new TreeSet<>(workspace.registry().names());
        workspace.project().models().forEach(each -> known.add(each.key().name()));
        if (!known.contains(model)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find model '" + name + "'." + NearestName.hint(model, known),
                    known.isEmpty() ? "The project has no models." : "Models are: " + String.join(", ", known) + ".");
        }
    }
}
