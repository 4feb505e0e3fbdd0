package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Opening;
import dev.daybreak.project.Environment;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The environment that a command is about, which cannot be prod. */
final class OtherEnvironment {
    @Parameters(paramLabel = "ENVIRONMENT", description = "Its name, as --env takes it.")
    private String name;

    String name() {
        return name;
    }

    Opening opening(GlobalOptions options) {
        if (!Environment.isName(name) || name.equals(Environment.PROD)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid environment '" + name + "': expected one other than prod, " + Environment.PERMITTED + ".",
                    "");
        }
        return new Opening(options.project(), options.variables(), Variant.of(name), true, Optional.empty());
    }
}
