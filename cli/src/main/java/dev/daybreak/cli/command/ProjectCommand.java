package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.Environment;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on an opened project. */
abstract class ProjectCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private EnvironmentOption environment;

    @Override
    public final Integer call() {
        Output output = new Output(options.json());
        if (usesEngine()) {
            Workspace.warmUpEngine();
        }
        Opening opening = opening();
        beforeReading(opening);
        try (Workspace workspace =
                waitsForStore() ? Workspace.await(opening, output) : Workspace.open(opening, output)) {
            return run(workspace, output);
        }
    }

    /** What the command line says of the project. */
    final Opening opening() {
        return new Opening(options.project(), options.variables(), variant(), false, engine());
    }

    private Variant variant() {
        Optional<BigDecimal> sample = sample();
        if (sample.isPresent() && environment.name().equals(Environment.PROD)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot compute prod from a sample.",
                    "Try it in an environment: --env dev --sample " + sample.get() + "%.");
        }
        return new Variant(environment.name(), sample);
    }

    /** The percentage of rows that tables are computed from; empty: all. */
    Optional<BigDecimal> sample() {
        return Optional.empty();
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

    /** Called before the project's files are read. */
    void beforeReading(Opening opening) {}

    /** Returns the exit status. */
    abstract int run(Workspace workspace, Output output);
}
