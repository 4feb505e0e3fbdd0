package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on an opened project. */
abstract class ProjectCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Override
    public final Integer call() {
        Output output = new Output(options.json());
        if (usesEngine()) {
            Workspace.warmUpEngine();
        }
        try (Workspace workspace = waitsForStore()
                ? Workspace.await(options.project(), options.variables(), engine(), output)
                : Workspace.open(options.project(), options.variables(), engine(), output)) {
            return run(workspace, output);
        }
    }

    /** The folder of the project; absolute. */
    final Path project() {
        return options.project();
    }

    /** What the command line sets. */
    final Map<String, String> variables() {
        return options.variables();
    }

    /** What computes, as {@code --engine} takes it; empty: what the project says. */
    Optional<String> engine() {
        return Optional.empty();
    }

    /** Whether the command mostly needs the engine, whose start is then begun while the project is read. */
    boolean usesEngine() {
        return false;
    }

    /** Whether a metadata store that does not answer is waited for; else it is an error. */
    boolean waitsForStore() {
        return false;
    }

    /** Returns the exit status. */
    abstract int run(Workspace workspace, Output output);
}
