package dev.daybreak.cli.command;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command without a subcommand: prints the help. */
@Command(
        name = "daybreak",
        description =
                "Brings data in, transforms and checks it, trains models and serves them: the same result however often it runs.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "daybreak 0.1.0",
        sortOptions = false,
        footer = {"", "Exit status: 0 done, 1 the data or a run failed, 2 wrong use.", "A first success: daybreak demo"
        },
        subcommands = {
            InitCommand.class,
            ValidateCommand.class,
            PlanCommand.class,
            RunCommand.class,
            BackfillCommand.class,
            QueryCommand.class,
            ShowCommand.class,
            HistoryCommand.class,
            LogsCommand.class,
            LineageCommand.class,
            ModelsCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            ServeCommand.class,
            DoctorCommand.class,
            DemoCommand.class
        })
public final class RootCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private RootCommand() {}

    /** A parser of command lines, with every subcommand. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new RootCommand());
        GenerateCompletion completion = new GenerateCompletion();
        commandLine.addSubcommand("completion", completion);
        commandLine
                .getSubcommands()
                .get("completion")
                .getCommandSpec()
                .name("completion")
                .usageMessage()
                .description("Print a completion script for bash and zsh: source <(daybreak completion)");
        commandLine.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .usageMessage()
                .sortOptions(false));
        commandLine.setUsageHelpWidth(110).setUsageHelpAutoWidth(false).setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
