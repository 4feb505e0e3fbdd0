package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rerun",
        description = {
            "Do again what a run left undone: what failed, was skipped or cancelled.",
            "With an asset: compute its partitions of that run again though they are up to date."
        },
        footer = {"", "Example: daybreak rerun 20230301-101500-x7k2 features.user_days --downstream"})
final class RerunCommand extends ProjectCommand {
    @Mixin
    private EngineOption engine;

    @Parameters(index = "0", paramLabel = "RUN", description = "Its id, or a part of it.")
    private String part;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ASSET", description = "Its name.")
    private String asset;

    @Option(names = "--downstream", description = "With an asset: and everything that reads it.", order = 1)
    private boolean isDownstream;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Steps at a time. Default: the machine's cores.",
            order = 2)
    private int parallel = Runtime.getRuntime().availableProcessors();

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    Optional<String> engine() {
        return engine.engine();
    }

    @Override
    int run(Workspace workspace, Output output) {
        if (isDownstream && asset == null) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid --downstream: it needs the asset to begin with.",
                    "Write 'daybreak rerun RUN ASSET --downstream'.");
        }
        Bounds.requireAtLeast("--parallel", parallel, 1);
        String run = workspace.history().run(part).id();
        return new Execution(workspace, output, parallel).run(runner -> {
            if (asset == null) {
                return workspace.reruns().undone(run, Execution.user());
            }
            AssetKey key = Assets.find(workspace.graph(), asset).key();
            return workspace.reruns().again(run, key, isDownstream, Execution.user());
        });
    }
}
