package dev.daybreak.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

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
        })
public final class RootCommand implements Runnable {
    private static final List<Class<?>> SUBCOMMANDS = List.of(
            InitCommand.class,
            ValidateCommand.class,
            PlanCommand.class,
            RunCommand.class,
            BackfillCommand.class,
            BackfillsCommand.class,
            TestCommand.class,
            ParityCommand.class,
            QueryCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            ShowCommand.class,
            DashboardsCommand.class,
            ExplainCommand.class,
            RunsCommand.class,
            HistoryCommand.class,
            LogsCommand.class,
            LineageCommand.class,
            ModelsCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            TagCommand.class,
            DiffCommand.class,
            PromoteEnvCommand.class,
            DropEnvCommand.class,
            MaintainCommand.class,
            ServeCommand.class,
            WorkerCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            RerunCommand.class,
            MarkCommand.class,
            PoolsCommand.class,
            ScheduleCommand.class,
            UsersCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            CompletionCommand.class);

    @CommandLine.Spec
    private CommandSpec spec;

    private RootCommand() {}

    /**
     * A parser for a command line. It knows every subcommand, but if the line starts with the name of one, that one alone:
     * to look at all of them takes longer than some commands run.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new RootCommand());
        List<Class<?>> named = SUBCOMMANDS.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .toList();
        if (named.isEmpty()) {
            SUBCOMMANDS.forEach(commandLine::addSubcommand);
        } else {
            commandLine.addSubcommand(named.get(0));
        }
        commandLine.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .usageMessage()
                .sortOptions(false));
        describe(commandLine, "demo", "--project", "The folder of the example. Default: ./daybreak-demo.");
        describe(commandLine, "backfill", "SELECTION", RangeOptions.SELECTION);
        describe(commandLine, "backfill", "--start", "First partition, a date or date and time. No default.");
        describe(commandLine, "backfill", "--end", "End of the last partition, exclusive. No default.");
        commandLine.setUsageHelpWidth(110).setUsageHelpAutoWidth(false).setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** What an option means for one command other than for the rest. */
    private static void describe(CommandLine commandLine, String command, String option, String... words) {
        CommandLine subcommand = commandLine.getSubcommands().get(command);
        if (subcommand == null) {
            return;
        }
        CommandSpec spec = subcommand.getCommandSpec();
        if (option.startsWith("-")) {
            OptionSpec old = spec.findOption(option);
            spec.remove(old)
                    .addOption(OptionSpec.builder(old).description(words).build());
        } else {
            PositionalParamSpec old = spec.positionalParameters().get(0);
            spec.remove(old)
                    .addPositional(
                            PositionalParamSpec.builder(old).description(words).build());
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
