package dev.daybreak.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of commands that compute. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "What computes: duckdb, spark, or a server of Spark such as sc://host:15002. Default: what"
                    + " daybreak.yaml says.",
            order = 90)
    private String engine;

    Optional<String> engine() {
        return Optional.ofNullable(engine);
    }
}
