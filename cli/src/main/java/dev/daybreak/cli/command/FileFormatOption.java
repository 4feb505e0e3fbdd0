package dev.daybreak.cli.command;

import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The format of a file outside of the lake. */
final class FileFormatOption {
    private static final List<String> NAMES =
            Stream.of(Format.values()).map(Format::text).toList();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "jsonl, csv, parquet, avro or orc. Default: what the file's name ends in.",
            order = 2)
    private String format;

    /** @throws DaybreakException {@code WRONG_USE} if neither the option nor the name tells one */
    Format of(Path file) {
        if (format != null) {
            return Stream.of(Format.values())
                    .filter(one -> one.text().equals(format))
                    .findFirst()
                    .orElseThrow(() -> new DaybreakException(
                            ErrorCode.WRONG_USE,
                            "Invalid value '" + format + "' of --format: permitted are " + String.join(", ", NAMES)
                                    + "." + NearestName.hint(format, NAMES),
                            ""));
        }
        return Format.ofName(file.toString())
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Missing option --format: '" + file + "' does not end in " + Format.ENDINGS + ".",
                        "Add --format with one of " + String.join(", ", NAMES) + "."));
    }
}
