package dev.daybreak.ingestion.files;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads JSON lines by the engine's function {@code daybreak_json_lines}, which takes the values out of plain records several
 * times faster than a parser could that has to be ready for anything, and hands on the lines that are not plain.
 */
final class PlainLines {
    private static final int MOST_COLUMNS = 64;

    private PlainLines() {}

    /**
     * Yields the {@code file}'s name, {@code line}, {@code raw} (null if the line is plain) and the contract's columns (null if it is not);
     * empty if there is a column whose values the function does not know.
     */
    static Optional<String> query(Schema schema, List<Path> paths, FileNames names) {
        List<String> values = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (Column column : schema.columns()) {
            String form = form(column.type());
            if (form == null || values.size() == MOST_COLUMNS) {
                return Optional.empty();
            }
            values.add(value("c" + values.size(), column.type()) + " AS " + Sql.name(column.name()));
            fields.add("[" + json(column.name()) + "," + json(form) + "," + column.required() + "]");
        }
        String sources = paths.stream()
                .map(file -> json(names.shown(file)) + ":" + json(file.toString()))
                .collect(Collectors.joining(",", "{", "}"));
        return Optional.of("SELECT file, line, raw, " + String.join(", ", values) + " FROM daybreak_json_lines("
                + Sql.text(sources) + ", " + Sql.text("[" + String.join(",", fields) + "]") + ")");
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

    private static String value(String column, DataType type) {
        if (type == Primitive.DATE) {
            return "DATE '1970-01-01' + " + column;
        }
        if (type == Primitive.TIMESTAMP) {
            return "make_timestamp(" + column + ")";
        }
        return type == Primitive.TIMESTAMPTZ ? "make_timestamptz(" + column + ")" : column;
    }

    private static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
