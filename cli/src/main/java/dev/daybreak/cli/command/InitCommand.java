package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.project.template.ProjectTemplate;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = "Write a small project that runs.",
        footer = {"", "Example: daybreak init my_shop && daybreak run --project my_shop"})
final class InitCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder to make. Default: the one of --project.")
    private Path folder;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        Path root = folder == null ? options.project() : folder.toAbsolutePath().normalize();
        ProjectTemplate.write(root, root.getFileName().toString());
        output.line("Wrote a project to " + root + ".");
        Path here = Path.of("").toAbsolutePath();
        output.line("Next: " + Words.program() + " run --project "
                + (folder != null ? folder : root.equals(here) ? "." : root));
        output.document(Map.of("project", root.toString()));
        return 0;
    }
}
