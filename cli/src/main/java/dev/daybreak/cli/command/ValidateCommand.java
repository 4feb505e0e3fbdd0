package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.ProjectFiles;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        description = "Find every problem in the project's files, without running anything.",
        footer = {"", "Example: daybreak validate --json"})
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private EnvironmentOption environment;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        ProjectFiles files = ProjectFiles.read(options.project(), options.variables(), environment.variant())
                .withTests()
                .withDashboards();
        if (!output.isJson()) {
            output.problems(files.problems());
        }
        long warnings = files.problems().size() - files.errors();
        int assets = files.project().map(project -> project.assets().size()).orElse(0);
        output.line(
                files.problems().isEmpty()
                        ? "No problems in " + Words.count(assets, "asset")
                                + (files.tests().isEmpty()
                                        ? ""
                                        : " and " + Words.count(files.tests().size(), "test"))
                                + (files.dashboards().isEmpty()
                                        ? ""
                                        : " and "
                                                + Words.count(files.dashboards().size(), "dashboard"))
                                + "."
                        : Words.count(files.errors(), "error") + ", " + Words.count(warnings, "warning") + ".");
        output.document(Map.of("problems", Output.values(files.problems())));
        return files.hasErrors() ? 1 : 0;
    }
}
