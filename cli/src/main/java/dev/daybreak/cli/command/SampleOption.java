package dev.daybreak.cli.command;

import dev.daybreak.project.Sample;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.math.BigDecimal;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of commands that compute, or tell what would be, for a trial in an environment. */
final class SampleOption {
    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description =
                    "Compute from a part of all rows, such as 10%%, chosen by a hash of a column ('sample_by' in daybreak.yaml) so"
                            + " that joins by it still match. Not in prod.",
            order = 96)
    private String percent;

    Optional<BigDecimal> percent() {
        if (percent == null) {
            return Optional.empty();
        }
        Optional<BigDecimal> read = Sample.percent(percent);
        if (read.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid value '" + percent + "' of --sample: expected " + Sample.PERMITTED + ".",
                    "");
        }
        return read;
    }
}
