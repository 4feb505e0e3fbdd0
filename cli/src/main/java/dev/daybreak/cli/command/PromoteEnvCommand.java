package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.lake.BranchEnd;
import dev.daybreak.orchestration.environment.Promotion.Promoted;
import dev.daybreak.project.time.IntervalText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "promote-env",
        description = {
            "Make the tables of an environment those of prod: all that differ, or none.",
            "Nothing is computed or copied. It is refused if prod was published to since the environment began. Models are"
                    + " not promoted; the next run in prod trains what hangs on the tables."
        },
        footer = {"", "Example: daybreak promote-env staging --why \"rates per user, not per click\""})
final class PromoteEnvCommand implements Callable<Integer> {
    @Mixin
    private OtherEnvironment environment;

    @Mixin
    private GlobalOptions options;

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the log.", order = 1)
    private String why = "";

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        try (Workspace workspace = Workspace.open(environment.opening(options), output);
                BranchEnd branch = workspace.branchEnd()) {
            workspace.runner(1).recover();
            List<Promoted> promoted = workspace.promotion(branch).run(Execution.user(), why);
            TextTable table = new TextTable("ASSET", "PARTITIONS", "COUNT");
            for (Promoted asset : promoted) {
                table.row(
                        asset.asset(),
                        IntervalText.of(
                                asset.partitions()
                                        .get(0)
                                        .span(asset.partitions()
                                                .get(asset.partitions().size() - 1)),
                                workspace.settings().zone()),
                        asset.partitions().size());
            }
            output.line(
                    promoted.isEmpty()
                            ? "No table differs from prod: there is nothing to promote."
                            : table + "\n\n" + Words.count(promoted.size(), "table") + " of prod "
                                    + (promoted.size() == 1 ? "is what it was in '" : "are what they were in '")
                                    + environment.name() + "', which begins anew from here.");
            output.document(Output.fields(
                    "environment",
                    environment.name(),
                    "promoted",
                    promoted.stream()
                            .map(asset -> Output.fields(
                                    "asset",
                                    asset.asset().toString(),
                                    "partitions",
                                    asset.partitions().size()))
                            .toList()));
            return 0;
        }
    }
}
