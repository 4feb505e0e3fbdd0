package dev.daybreak.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that every command takes. */
final class GlobalOptions {
    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project's folder. Default: the one at hand.",
            order = 100)
    private Path project;

    @Option(
            names = "--json",
            description = "Print one JSON document on standard output; progress goes to standard error.",
            order = 101)
    private boolean json;

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "Set a variable of the project, for this command. May be given more than once.",
            order = 102)
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            order = 103)
    private boolean help;

    Path project() {
        return projectOr(Path.of(""));
    }

    Path projectOr(Path other) {
        return (project == null ? other : project).toAbsolutePath().normalize();
    }

    boolean json() {
        return json;
    }

    Map<String, String> variables() {
        return variables;
    }

    boolean help() {
        return help;
    }
}
