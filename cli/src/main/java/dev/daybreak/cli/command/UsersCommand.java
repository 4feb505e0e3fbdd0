package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.project.access.PasswordHash;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

@Command(
        name = "users",
        description = "Prepare what daybreak.yaml says of people who sign in to the pages.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = UsersCommand.HashCommand.class,
        footer = {"", "Example: daybreak users hash"})
final class UsersCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    @Command(
            name = "hash",
            description = {
                "Ask for a password and print its hash, for 'password_hash' under 'users' in daybreak.yaml. Needs no project.",
                "Where nobody can be asked, the first line of standard input is the password. It is never an argument, since those are seen by others."
            },
            footer = {"", "Example: daybreak users hash"})
    static final class HashCommand implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Override
        public Integer call() {
            Output output = new Output(options.json());
            String password = password(System.console());
            if (password.length() < PasswordHash.SHORTEST || password.length() > PasswordHash.LONGEST) {
                throw new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid password: it has " + password.length() + " characters; permitted: "
                                + PasswordHash.SHORTEST + " to " + PasswordHash.LONGEST + ".",
                        "Several words with blanks between them are long, and easy to remember.");
            }
            String hash = PasswordHash.of(password).text();
            output.line(hash);
            output.document(Map.of("password_hash", hash));
            return 0;
        }

        private static String password(Console console) {
            return console == null ? firstLine() : asked(console);
        }

        private static String asked(Console console) {
            char[] first = console.readPassword("Password: ");
            char[] second = console.readPassword("Once more: ");
            if (first == null || !Arrays.equals(first, second)) {
                throw new DaybreakException(ErrorCode.WRONG_USE, "Invalid password: the two are not the same.", "");
            }
            return new String(first);
        }

        private static String firstLine() {
            try {
                // It is not closed: it is the process's.
                String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
