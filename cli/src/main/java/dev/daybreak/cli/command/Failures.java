package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells every failure in one form, and decides the exit status. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final Set<ErrorCode> WRONG = Set.of(
            ErrorCode.WRONG_USE,
            ErrorCode.INVALID_SQL,
            ErrorCode.INVALID_PROJECT,
            ErrorCode.NEWER_PROJECT,
            ErrorCode.NOT_FOUND);

    private final Output output;

    /** @param arguments of the command line, which may ask for JSON before it is parsed */
    public Failures(String[] arguments) {
        this.output = new Output(Arrays.asList(arguments).contains("--json"));
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String message = "Invalid command line: " + lowerFirst(exception.getMessage());
        if (exception instanceof CommandLine.UnmatchedArgumentException unmatched) {
            message = unknown(unmatched.getUnmatched(), command);
        }
        output.error(new DaybreakException(
                ErrorCode.WRONG_USE, message, "See '" + command.getCommandSpec().qualifiedName() + " --help'."));
        return WRONG_USE;
    }

    private static String unknown(List<String> unmatched, CommandLine command) {
        String first = unmatched.get(0);
        boolean option = first.startsWith("-");
        Set<String> known = option
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        return "Invalid command line: there is no "
                + (option ? "option" : known.isEmpty() ? "further argument" : "command") + " '" + first + "'."
                + NearestName.hint(first, known);
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult result) {
        DaybreakException told = exception instanceof DaybreakException known
                ? known
                : new DaybreakException(
                        ErrorCode.INTERNAL,
                        "Cannot finish '" + command.getCommandName() + "': " + exception,
                        "This is a defect in Daybreak. Set DAYBREAK_TRACE=1 for the stack trace and report it.",
                        exception);
        output.error(told);
        if (System.getenv("DAYBREAK_TRACE") != null) {
            output.trace(exception);
        }
        return WRONG.contains(told.code()) ? WRONG_USE : FAILED;
    }
}
