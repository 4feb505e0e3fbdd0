package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.run.RunRequest;
import java.math.BigDecimal;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that brings partitions up to date. */
abstract class RunningCommand extends ProjectCommand {
    @Mixin
    private EngineOption engine;

    private final RunRequest.Kind kind;

    @Mixin
    private SampleOption sample;

    @Mixin
    private RangeOptions range;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Steps at a time. Default: the machine's cores.",
            order = 3)
    private int parallel = Runtime.getRuntime().availableProcessors();

    RunningCommand(RunRequest.Kind kind) {
        this.kind = kind;
    }

    RangeOptions range() {
        return range;
    }

    Execution execution(Workspace workspace, Output output) {
        Bounds.requireAtLeast("--parallel", parallel, 1);
        return new Execution(workspace, output, parallel);
    }

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    Optional<String> engine() {
        return engine.engine();
    }

    @Override
    Optional<BigDecimal> sample() {
        return sample.percent();
    }

    @Override
    int run(Workspace workspace, Output output) {
        return execution(workspace, output).run(kind, range.request(workspace));
    }
}
