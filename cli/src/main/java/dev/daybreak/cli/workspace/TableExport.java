package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.ingestion.stage.NestedSql;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the rows of a table to one file that other programs read, and that a source of Daybreak reads back. The file appears when it is
 * whole: until then it has a hidden name beside it.
 */
public final class TableExport {
    private static final String RELATION = "exported";
    /** Digits that a double holds, which is what readers of JSON take a number for. */
    private static final int DIGITS_OF_DOUBLE = 15;

    private final Workspace workspace;

    /**
     * What is to be written.
     *
     * @param version of the table, as a query takes it after {@code @}; empty: the newest
     * @param interval rows in whose time column; {@link DataInterval#ALL}: all
     */
    public record Wanted(AssetKey table, Optional<String> version, DataInterval interval, Format format, Path file) {}

    /** What was written. */
    public record Done(Optional<Long> snapshot, long rows, long bytes) {}

    TableExport(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Writes the file, in place of one that is there; its folder is made if need be.
     *
     * @throws DaybreakException {@code NOT_FOUND} if the table was never published or has no such version, {@code WRONG_USE} if an interval is
     *     asked of a table that is not cut along time, {@code OUT_OF_RESOURCES} if the file cannot be written
     */
    public Done run(Wanted wanted) {
        ZoneId zone = workspace.settings().zone();
        LakeTable table = LakeQuery.table(workspace, wanted.table());
        if (!wanted.interval().equals(DataInterval.ALL) && table.timeColumn().isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot export a stretch of time of '" + wanted.table() + "': its table is not cut along time.",
                    "Leave out --start and --end, or give it a partition: {column: ..., every: day}.");
        }
        Optional<Long> snapshot = wanted.version().map(version -> TableVersion.snapshot(table, version, "", zone));
        LakeTable.Pinned pinned = table.pin(snapshot, wanted.interval(), zone);
        Path hidden = hidden(wanted.file());
        // Texts of instants are those of UTC, whatever the project's zone; which rows are in an interval is decided by
        // it.
        try (Session session = workspace.embeddedEngine().open(zone)) {
            session.register(RELATION, pinned.relation());
            session.execute("SET TimeZone = 'UTC'");
            long rows = write(session, pinned.relation().schema(), wanted, hidden);
            Files.move(hidden, wanted.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Done(pinned.snapshot(), rows, Files.size(wanted.file()));
        } catch (IOException e) {
            throw unwritable(wanted.file(), e);
        } finally {
            deleteQuietly(hidden);
        }
    }

    private static Path hidden(Path file) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            String name =
                    "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
            Path hidden = folder.resolve(name);
            Files.deleteIfExists(hidden);
            return hidden;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static DaybreakException unwritable(Path file, IOException failure) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot write '" + file + "': " + failure.getMessage() + ".",
                "Free space on the disk, make the folder writable, or name another file.",
                failure);
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is hidden, and the failure that left it there is told.
        }
    }

    private static long write(Session session, Schema schema, Wanted wanted, Path file) {
        return switch (wanted.format()) {
            case AVRO -> write(session, schema, RecordFormat.AVRO, file);
            case ORC -> write(session, schema, RecordFormat.ORC, file);
            case PARQUET -> copy(session, "SELECT * FROM " + RELATION, "FORMAT parquet, COMPRESSION zstd", file);
            case CSV, JSON_LINES -> {
                boolean json = wanted.format() == Format.JSON_LINES;
                String columns = schema.columns().stream()
                        .map(column -> text(column, json) + " AS " + Sql.name(column.name()))
                        .collect(Collectors.joining(", "));
                String name = wanted.file().getFileName().toString();
                String packed = name.endsWith(".gz") ? "gzip" : name.endsWith(".zst") ? "zstd" : "none";
                yield copy(
                        session,
                        "SELECT " + columns + " FROM " + RELATION,
                        (json ? "FORMAT json" : "FORMAT csv, HEADER") + ", COMPRESSION " + packed,
                        file);
            }
        };
    }

    private static long write(Session session, Schema schema, RecordFormat format, Path file) {
        try (Rows rows = session.query("SELECT * FROM " + RELATION)) {
            return format.write(rows, schema, file);
        }
    }

    private static long copy(Session session, String select, String options, Path file) {
        session.execute("COPY (" + select + ") TO " + Sql.text(file.toString()) + " (" + options + ")");
        try (Rows count = session.query("SELECT COUNT(*) AS n FROM " + RELATION)) {
            count.next();
            return (Long) count.value(0);
        }
    }

    /** A column as a text format has it, so that a source reads back what it was. */
    static String text(Column column, boolean json) {
        String value = Sql.name(column.name());
        boolean isPlain = column.type() instanceof Primitive || column.type() instanceof Decimal;
        String changed = json || !isPlain
                ? NestedSql.changed(column.type(), value, TableExport::inJson).orElse(value)
                : column.type() == Primitive.BINARY ? "to_base64(" + value + ")" : value;
        return json || isPlain ? changed : "to_json(" + changed + ")";
    }

    /** JSON has no bytes, no numbers that are none or endless, and its readers take numbers for doubles. */
    private static Optional<String> inJson(DataType type, String value) {
        if (type == Primitive.BINARY) {
            return Optional.of("to_base64(" + value + ")");
        } else if (type == Primitive.FLOAT || type == Primitive.DOUBLE) {
            return Optional.of("CASE WHEN isfinite(" + value + ") THEN to_json(" + value + ") ELSE to_json(CAST("
                    + value + " AS VARCHAR)) END");
        }
        boolean isLong = type instanceof Decimal decimal && decimal.precision() > DIGITS_OF_DOUBLE;
        return isLong ? Optional.of("CAST(" + value + " AS VARCHAR)") : Optional.empty();
    }
}
