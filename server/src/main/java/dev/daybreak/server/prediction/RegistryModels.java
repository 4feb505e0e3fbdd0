package dev.daybreak.server.prediction;

import dev.daybreak.models.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** The models of a project, each in the version behind its {@code Production} alias. */
public final class RegistryModels implements ModelSource {
    private final Registry registry;
    private final Path state;
    private final List<String> names;

    /**
     * @param state the project's state folder, to which paths of artifacts are relative
     * @param names of the project's models, without namespace
     */
    public RegistryModels(Registry registry, Path state, List<String> names) {
        this.registry = registry;
        this.state = state;
        this.names = List.copyOf(names);
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public OptionalInt liveVersion(String name) {
        return registry.productionVersion(name);
    }

    @Override
    public Path artifact(String name, int version) {
        return state.resolve(registry.version(name, version).artifact());
    }
}
