package dev.daybreak.cli.workspace;

import dev.daybreak.project.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which project is opened, and how.
 *
 * @param root its folder
 * @param variables values of {@code --var}
 * @param environment the variant of its tables, {@link Environment#PROD} where nothing else is said
 * @param mustExist whether an environment that was never used is an error; else it begins
 * @param engine what computes, as {@code --engine} takes it; empty: what the project says
 */
public record Opening(
        Path root, Map<String, String> variables, String environment, boolean mustExist, Optional<String> engine) {
    public Opening {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(engine, "engine");
        variables = Map.copyOf(variables);
    }

    /** Prod, with the project's own engine. */
    public static Opening of(Path root, Map<String, String> variables) {
        return new Opening(root, variables, Environment.PROD, true, Optional.empty());
    }
}
