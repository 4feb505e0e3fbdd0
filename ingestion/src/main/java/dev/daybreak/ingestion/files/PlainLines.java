package dev.daybreak.ingestion.files;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.Parsed;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads JSON lines by the engine's function {@code daybreak_json_lines}, which takes the values out of plain records several
 * times faster than a parser could that has to be ready for anything. What is not plain it notes in a file, which is then
 * read as other lines are. Closing removes its notes.
 */
final class PlainLines implements AutoCloseable {
    private static final int MOST_COLUMNS = 64;
    private static final String FILES = "files.json";
    private static final String READ = "read.tsv";
    private static final String UNREAD = "unread.tsv";

    private final Contract contract;
    private final FileNames names;
    private final Path folder;
    private Path notes;

    /** @param folder for files of the step; made if need be */
    PlainLines(Contract contract, FileNames names, Path folder) {
        this.contract = contract;
        this.names = names;
        this.folder = folder;
    }

    /** Whether the contract's columns can be read so, and at least nine tenths of a file are plain, which stands for all. */
    boolean fit(Staging staging, Path file) {
        List<Column> columns = contract.schema().columns();
        if (columns.size() > MOST_COLUMNS || columns.stream().anyMatch(column -> !isPlain(column))) {
            return false;
        }
        openNotes(List.of(file));
        staging.rows("SELECT count(*) FROM (" + query() + ")");
        try {
            return Files.size(notes.resolve(UNREAD)) <= Files.size(file) / 10;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Writes the plain records, takes in the others, and tells the checksum of each file. */
    Map<Path, Long> load(Staging staging, List<Path> files, RecordWriter writer) {
        openNotes(files);
        writer.write("(" + query() + ")");
        Map<Path, Long> checksums = noteFiles(staging);
        staging.load(Parsed.json("SELECT file, line, raw FROM (" + unread() + ") WHERE valid", contract));
        staging.execute("INSERT INTO " + Staging.DEAD_OF_BATCH
                + " SELECT file, line, 'not UTF-8', raw, NULL, NULL FROM (" + unread() + ") WHERE NOT valid");
        return checksums;
    }

    private Map<Path, Long> noteFiles(Staging staging) {
        Map<Path, Long> checksums = new HashMap<>();
        List<String> columns = contract.schema().names();
        for (List<Object> row : staging.rows("SELECT decode(from_base64(file)), lines, present, checksum FROM "
                + notes(READ, "lines: 'BIGINT', present: 'BIGINT', checksum: 'BIGINT'"))) {
            String file = (String) row.get(0);
            long present = (Long) row.get(2);
            staging.noteWritten(
                    file,
                    (Long) row.get(1),
                    IntStream.range(0, columns.size())
                            .filter(i -> (present >>> i & 1) != 0)
                            .mapToObj(columns::get)
                            .toList());
            checksums.put(names.locate(file), (Long) row.get(3));
        }
        return checksums;
    }

    /** Yields the {@code file}'s name and the contract's columns, and leaves {@link #notes} of all else. */
    private String query() {
        List<String> values = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (Column column : contract.schema().columns()) {
            values.add("c" + values.size() + " AS " + Sql.name(column.name()));
            fields.add("[" + json(column.name()) + "," + json(form(column.type())) + "," + column.required() + "]");
        }
        return "SELECT file AS _file, " + String.join(", ", values) + " FROM daybreak_json_lines("
                + Sql.text("[" + String.join(",", fields) + "]") + ", " + Sql.text(notes.toString()) + ")";
    }

    /** Yields {@code file}, {@code line}, {@code valid} (whether it is UTF-8) and {@code raw}. */
    private String unread() {
        return "SELECT decode(from_base64(file)) AS file, line, valid, decode(from_base64(raw)) AS raw FROM "
                + notes(UNREAD, "line: 'BIGINT', valid: 'BOOLEAN', raw: 'VARCHAR'");
    }

    private String notes(String name, String columns) {
        return "read_csv(" + FileNames.list(List.of(notes.resolve(name)))
                + ", auto_detect = false, header = false, delim = '\t', quote = '', escape = '', columns = {file: 'VARCHAR', "
                + columns + "}, max_line_size = 32000000, buffer_size = 67108864)";
    }

    private void openNotes(List<Path> files) {
        close();
        String listed = files.stream()
                .map(file -> json(names.shown(file)) + ":" + json(file.toString()))
                .collect(Collectors.joining(",", "{", "}"));
        try {
            Files.createDirectories(folder);
            notes = Files.createTempDirectory(folder, "notes-");
            Files.writeString(notes.resolve(FILES), listed);
            Files.createFile(notes.resolve(READ));
            Files.createFile(notes.resolve(UNREAD));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private DaybreakException unusable(IOException cause) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot note what is read of files in '" + folder + "': " + cause.getMessage() + ".",
                "Free space on the disk, or make the folder writable.",
                cause);
    }

    @Override
    public void close() {
        if (notes == null) {
            return;
        }
        try {
            FolderTree.delete(notes);
        } catch (IOException e) {
            throw unusable(e);
        }
        notes = null;
    }

    private static boolean isPlain(Column column) {
        boolean plainName = column.name().chars().noneMatch(letter -> letter < ' ' || letter == '"' || letter == '\\');
        return plainName && form(column.type()) != null;
    }

    private static String form(DataType type) {
        if (!(type instanceof Primitive primitive)) {
            return null;
        }
        return switch (primitive) {
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case STRING -> "VARCHAR";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> "TIMESTAMPTZ";
            case FLOAT, BINARY -> null;
        };
    }

    private static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
