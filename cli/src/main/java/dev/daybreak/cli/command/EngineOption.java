package dev.daybreak.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of commands that compute. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "What computes: duckdb, spark (where daybreak.yaml says that it runs), a server of Spark such as"
                            + " sc://host:15002, or a master such as spark://host:7077. Default: what daybreak.yaml and the"
                            + " tables' headers say.",
            order = 90)
    private String engine;

    Optional<String> engine() {
        return Optional.ofNullable(engine);
    }
}
