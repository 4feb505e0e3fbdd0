package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.Words;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.engine.Session;
import dev.daybreak.ingestion.files.FoundSource;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Make a source of a file: writes sources/NAME.yaml with the columns and types that are found in it.",
            "Nothing is brought in until the source is run."
        },
        footer = {"", "Example: daybreak import data/orders.avro --as raw.orders && daybreak run raw.orders"})
final class ImportCommand extends ProjectCommand {
    private static final String NAMESPACE = "raw.";

    @Parameters(paramLabel = "FILE", description = "The file. It stays where it is.")
    private Path file;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            required = true,
            description = "The source's name, such as raw.orders.",
            order = 1)
    private String name;

    @Mixin
    private FileFormatOption format;

    @Override
    boolean usesEngine() {
        return true;
    }

    @Override
    int run(Workspace workspace, Output output) {
        String plain = name.startsWith(NAMESPACE) ? name.substring(NAMESPACE.length()) : name;
        if (!AssetKey.PART.matcher(plain).matches()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid name '" + name
                            + "' of a source: expected raw. and small letters, digits and '_', no digit first.",
                    "Such as --as raw.orders.");
        }
        Path absolute = file.toAbsolutePath().normalize();
        Format chosen = format.of(file);
        if (!Files.isRegularFile(absolute)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot import '" + file + "': "
                            + (Files.exists(absolute) ? "it is no file." : "there is no such file."),
                    "Name one file; a glob for more like it can be put into the source afterwards.");
        }
        Path root = workspace.project().root();
        refuseKnown(workspace, root, plain);
        FoundSource found;
        try (Session session =
                workspace.embeddedEngine().open(workspace.settings().zone())) {
            found = FoundSource.of(session, chosen, absolute);
        }
        String path = (absolute.startsWith(root) ? root.relativize(absolute) : absolute).toString();
        Path source = write(root.resolve("sources").resolve(plain + ".yaml"), found.yaml(path));
        output.line("Wrote " + root.relativize(source) + " with "
                + Words.count(found.columns().columns().size(), "column") + " found in " + path + ":");
        for (Column column : found.columns().columns()) {
            output.line("  " + column.name() + ": " + column.type());
        }
        output.line("Look through it, then bring the rows in: " + Words.program() + " run " + NAMESPACE + plain);
        output.document(Output.fields(
                "asset",
                NAMESPACE + plain,
                "file",
                root.relativize(source).toString(),
                "format",
                chosen.text(),
                "columns",
                found.columns().columns().stream()
                        .map(column -> Output.fields(
                                "name", column.name(), "type", column.type().toString()))
                        .toList()));
        return 0;
    }

    private static void refuseKnown(Workspace workspace, Path root, String name) {
        AssetKey key = AssetKey.parse(NAMESPACE + name);
        workspace.graph().find(key).ifPresent(known -> {
            throw there(root.resolve(known.asset().about().place().file()));
        });
    }

    private static DaybreakException there(Path source) {
        return new DaybreakException(
                ErrorCode.WRONG_USE,
                "Cannot write '" + source + "': it is there already, and nothing is overwritten.",
                "Give the source another name with --as, or remove the file first.");
    }

    private static Path write(Path source, String yaml) {
        try {
            Files.createDirectories(source.getParent());
            return Files.write(source, yaml.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw there(source);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write '" + source + "': " + e.getMessage() + ".",
                    "Make the folder writable.",
                    e);
        }
    }
}
