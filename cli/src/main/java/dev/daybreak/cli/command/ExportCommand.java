package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.TableExport;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.TimeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Write the rows of a table to a file, now or as they were. The file appears when it is whole.",
        footer = {
            "",
            "Example: daybreak export features.user_days --to user_days.csv.gz",
            "         daybreak export raw.clicks --to clicks.avro --start 2023-01-01 --end 2023-02-01"
        })
final class ExportCommand extends ProjectCommand {
    @Parameters(paramLabel = "TABLE", description = "A table or source.")
    private String table;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description =
                    "The file to write; its folder is made if need be. 'csv' and 'jsonl' are packed if it ends in .gz or .zst.",
            order = 1)
    private Path file;

    @Mixin
    private FileFormatOption format;

    @Option(
            names = "--at",
            paramLabel = "VERSION",
            description = "The snapshot, by its id, a time or a tag. Default: the newest.",
            order = 3)
    private String version;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "Only rows from then on, a date or date and time; of tables that are cut along time.",
            order = 4)
    private String start;

    @Option(names = "--end", paramLabel = "TIME", description = "Only rows before then.", order = 5)
    private String end;

    @Option(names = "--force", description = "Replace the file if it is there.", order = 6)
    private boolean isForced;

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    int run(Workspace workspace, Output output) {
        Format chosen = format.of(file);
        if (Files.isDirectory(file) || (Files.exists(file) && !isForced)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot write '" + file + "': "
                            + (Files.isDirectory(file) ? "it is a folder." : "it is there already."),
                    Files.isDirectory(file)
                            ? "Name a file in it, such as --to " + file.resolve("rows." + chosen.text()) + "."
                            : "Name another file, or replace it with --force.");
        }
        AssetKey key = key(workspace);
        TableExport.Done done = workspace
                .export()
                .run(new TableExport.Wanted(
                        key,
                        Optional.ofNullable(version),
                        interval(workspace.settings().zone()),
                        chosen,
                        file));
        output.line("Wrote " + Words.count(done.rows(), "row") + " of " + key + " to " + file + " (" + chosen.text()
                + ", " + Words.count(done.bytes(), "byte") + ").");
        output.document(Output.fields(
                "asset",
                key.toString(),
                "snapshot",
                done.snapshot().map(String::valueOf).orElse(null),
                "file",
                file.toString(),
                "format",
                chosen.text(),
                "rows",
                done.rows(),
                "bytes",
                done.bytes()));
        return 0;
    }

    /** Tables that are no assets have rows too, such as those for bad records. */
    private AssetKey key(Workspace workspace) {
        boolean isTable = workspace.lake().tables().stream()
                .anyMatch(known -> known.toString().equals(table));
        return isTable
                ? AssetKey.parse(table)
                : Assets.find(workspace.graph(), table).key();
    }

    private DataInterval interval(ZoneId zone) {
        Instant from = start == null ? DataInterval.ALL.start() : instant("--start", start, zone);
        Instant until = end == null ? DataInterval.ALL.end() : instant("--end", end, zone);
        if (!from.isBefore(until)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid --end '" + end + "': it is not after the start.",
                    "Give a later time.");
        }
        return new DataInterval(from, until);
    }

    private static Instant instant(String option, String text, ZoneId zone) {
        return TimeText.parse(text, zone)
                .filter(DataInterval.ALL::contains)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid " + option + " '" + text + "': expected " + TimeText.PERMITTED + ".",
                        ""));
    }
}
