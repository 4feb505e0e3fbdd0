package dev.daybreak.cli.workspace;

import dev.daybreak.project.load.Variant;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which project is opened, and how.
 *
 * @param root its folder
 * @param variables values of {@code --var}
 * @param variant the environment, and whether tables are computed from a sample
 * @param mustExist whether an environment that is not there is an error; else it begins
 * @param engine what computes, as {@code --engine} takes it; empty: what the project says
 */
public record Opening(
        Path root, Map<String, String> variables, Variant variant, boolean mustExist, Optional<String> engine) {
    public Opening {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(engine, "engine");
        variables = Map.copyOf(variables);
    }

    /** Prod, with the project's own engine. */
    public static Opening of(Path root, Map<String, String> variables) {
        return new Opening(root, variables, Variant.PROD, true, Optional.empty());
    }
}
