package dev.daybreak.cli.command;

import dev.daybreak.project.Environment;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import picocli.CommandLine.Option;

/** The option of commands on a project's tables. */
final class EnvironmentOption {
    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "The environment: a variant of all tables, kept as branches of them. Default: prod.",
            order = 95)
    private String environment = Environment.PROD;

    String name() {
        if (!Environment.isName(environment)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid value '" + environment + "' of --env: expected " + Environment.PERMITTED + ".",
                    "");
        }
        return environment;
    }

    Variant variant() {
        return Variant.of(name());
    }
}
