package dev.daybreak.ingestion.files;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.project.asset.SourceAsset.Format;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a source that reads a file would say.
 *
 * @param format of the file
 * @param columns what is found in it: as the file says for Parquet, Avro and ORC; guessed from the first records for CSV and JSON lines
 * @param isComplete false if the file has columns that sources add to their tables themselves, which are left out
 */
public record FoundSource(Format format, Schema columns, boolean isComplete) {
    private static final Set<String> ADDED = Set.of("_ingested_at", "_file");
    /** So many records are looked at for times. */
    private static final int LOOKED_AT = 20_000;
    /** YAML takes these for something else than a text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    /**
     * Looks into a file.
     *
     * @param session of the embedded engine
     * @throws DaybreakException {@code BAD_SOURCE} if it cannot be read or has a type that no contract has
     */
    public static FoundSource of(Session session, Format format, Path file) {
        List<Column> found = columns(session, format, file).columns();
        List<Column> kept =
                found.stream().filter(column -> !ADDED.contains(column.name())).toList();
        if (kept.isEmpty()) {
            throw unreadable(file, "it has no columns", null);
        }
        return new FoundSource(format, new Schema(kept), kept.size() == found.size());
    }

    private static Schema columns(Session session, Format format, Path file) {
        return switch (format) {
            case AVRO -> columns(RecordFormat.AVRO, file);
            case ORC -> columns(RecordFormat.ORC, file);
            case PARQUET -> described(session, file, "read_parquet(" + FileNames.list(List.of(file)) + ")");
            case JSON_LINES -> {
                String from = "read_json(" + FileNames.list(List.of(file))
                        + ", format = 'newline_delimited', records = true)";
                yield withTimes(session, from, described(session, file, from));
            }
            case CSV -> described(session, file, csv(session, file));
        };
    }

    private static Schema columns(RecordFormat format, Path file) {
        try (Rows rows = format.open(file)) {
            return rows.schema();
        }
    }

    /** Names and what stands between fields as sources take them, types as the engine guesses them. */
    private static String csv(Session session, Path file) {
        CsvHeader header = CsvHeader.of(file, sql -> firstText(session, sql));
        return "read_csv(" + FileNames.list(List.of(file)) + ", header = true, delim = " + Sql.text(header.delimiter())
                + ", quote = '\"', escape = '\"', names = " + Sql.texts(header.columns()) + ")";
    }

    /** The engine takes texts for times only if all are written alike; a fraction of a second is left out where it is none. */
    private static Schema withTimes(Session session, String from, Schema guessed) {
        List<Column> texts = guessed.columns().stream()
                .filter(column -> column.type() == Primitive.STRING)
                .toList();
        if (texts.isEmpty()) {
            return guessed;
        }
        String kinds =
                texts.stream().map(column -> time(Sql.name(column.name()))).collect(Collectors.joining(", ", "[", "]"));
        try (Rows rows = session.query(
                "SELECT " + kinds + " AS kinds FROM (SELECT * FROM " + from + " LIMIT " + LOOKED_AT + ")")) {
            rows.next();
            List<?> found = (List<?>) rows.value(0);
            return new Schema(guessed.columns().stream()
                    .map(column -> texts.contains(column)
                            ? column.withType(DataType.parse((String) found.get(texts.indexOf(column)))
                                    .orElseThrow())
                            : column)
                    .toList());
        }
    }

    private static String time(String value) {
        String zoned = "regexp_full_match(" + value + ", '.*:.*(Z|[+-]\\d\\d(:?\\d\\d)?)')";
        String isTime = "regexp_full_match(" + value + ", '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*') AND TRY_CAST("
                + value + " AS TIMESTAMP) IS NOT NULL";
        return "CASE WHEN count(" + value + ") = 0 OR NOT bool_and(" + isTime + ") THEN 'string' WHEN bool_and(" + zoned
                + ") THEN 'timestamptz' WHEN bool_or(" + zoned + ") THEN 'string' ELSE 'timestamp' END";
    }

    /** The first value of a result whose first column is text. */
    static Optional<String> firstText(Session session, String sql) {
        try (Rows rows = session.query(sql)) {
            return rows.next() ? Optional.ofNullable((String) rows.value(0)) : Optional.empty();
        }
    }

    private static Schema described(Session session, Path file, String from) {
        try {
            return session.describe("SELECT * FROM " + from);
        } catch (DaybreakException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.OUT_OF_RESOURCES) {
                throw e;
            }
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static DaybreakException unreadable(Path file, String why, Throwable cause) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read '" + file + "': " + why + (why.endsWith(".") ? "" : "."),
                "Name an intact file, or say its format with --format.",
                cause);
    }

    /**
     * The text of {@code sources/NAME.yaml}.
     *
     * @param path of the file, absolute or relative to the project's folder
     */
    public String yaml(String path) {
        List<String> lines = new ArrayList<>();
        lines.add("files:");
        lines.add("  path: " + quoted(path));
        lines.add("  format: " + format.text());
        lines.add("columns:");
        for (Column column : columns.columns()) {
            lines.add("  " + quoted(column.name()) + ": " + quoted(column.type().toString()));
        }
        if (!isComplete) {
            lines.add(
                    "# The file is of a source's table: it has columns that every source adds, and this one will add its own.");
            lines.add("new_columns: ignore");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String text) {
        boolean isPlain = text.matches("[A-Za-z_][A-Za-z0-9_/.-]*") && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return isPlain
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
