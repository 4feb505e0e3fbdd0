package dev.daybreak.cli;

import dev.daybreak.cli.command.Failures;
import dev.daybreak.cli.command.RootCommand;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The program {@code daybreak}. */
public final class Daybreak {
    /** It complains where two processes clear away the same library of an earlier one. Loggers are forgotten unless somebody holds them. */
    private static final Logger SQLITE = Logger.getLogger("org.sqlite.SQLiteJDBCLoader");

    private Daybreak() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command. Returns 0 if it was done, 1 if the data or a run failed, 2 for wrong use. */
    public static int run(String... arguments) {
        quietLibraries();
        CommandLine commandLine = RootCommand.commandLine(arguments);
        Failures failures = new Failures(arguments);
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        return commandLine.execute(arguments);
    }

    /** Libraries tell their own progress on standard error; only what may matter to the user gets through. */
    private static void quietLibraries() {
        boolean trace = System.getenv("DAYBREAK_TRACE") != null;
        LogManager.getLogManager().getLogger("").setLevel(trace ? Level.INFO : Level.SEVERE);
        SQLITE.setLevel(trace ? Level.INFO : Level.OFF);
    }
}
