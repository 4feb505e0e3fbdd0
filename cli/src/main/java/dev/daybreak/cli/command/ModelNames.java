package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.asset.AssetKey;
import java.util.List;

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
}
