package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh: source <(daybreak completion)",
        footer = {"", "For every shell: daybreak completion > /etc/bash_completion.d/daybreak"})
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        Output output = new Output(options.json());
        String script = AutoComplete.bash("daybreak", RootCommand.commandLine());
        output.line(script);
        output.document(Map.of("script", script));
        return 0;
    }
}
