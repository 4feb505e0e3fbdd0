package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.unittest.UnitTest.Given;
import dev.daybreak.tables.ParityQuery.Written;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of a test as files that every engine reads as it reads those of a table. The embedded engine writes them. */
final class GivenFiles {
    private final Session embedded;
    private final Path folder;
    private final Supplier<String> names;

    /**
     * @param folder is there, and is removed by somebody else
     * @param names a new one for each table
     */
    GivenFiles(Session embedded, Path folder, Supplier<String> names) {
        this.embedded = embedded;
        this.folder = folder;
        this.names = names;
    }

    /** @param time the column by which a window of the rows is read, if any */
    Relation write(Given given, Optional<String> time) {
        Schema schema = given.schema();
        List<WrittenFile> files = given.rows().isEmpty()
                ? List.of()
                : embedded.write(select(given), ParityQuery.spec(schema, folder, names.get()));
        Relation all = new Written(schema, files).relation();
        return new Relation(
                schema, all.fieldIds(), all.files(), time.map(column -> new TimeFilter(column, DataInterval.ALL)));
    }

    /** All scalars are texts here, which the write casts to their types. */
    private static String select(Given given) {
        List<Column> all = given.schema().columns();
        String rows = given.rows().stream()
                .map(row -> IntStream.range(0, all.size())
                        .mapToObj(column ->
                                literal(row.get(column), all.get(column).type()))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(",\n"));
        String columnNames =
                given.schema().names().stream().map(GivenFiles::quoted).collect(Collectors.joining(", "));
        String columns = all.stream().map(GivenFiles::column).collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM (VALUES " + rows + ") AS given (" + columnNames + ")";
    }

    private static String column(Column column) {
        String name = quoted(column.name());
        return column.type() == DataType.Primitive.BINARY ? "from_base64(" + name + ") AS " + name : name;
    }

    private static String literal(Object value, DataType type) {
        if (value == null) {
            return "NULL";
        }
        if (type instanceof ListOf list) {
            return ((List<?>) value)
                    .stream().map(item -> literal(item, list.element())).collect(Collectors.joining(", ", "[", "]"));
        }
        if (type instanceof MapOf map) {
            return ((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry ->
                                    literal(entry.getKey(), map.key()) + ": " + literal(entry.getValue(), map.value()))
                            .collect(Collectors.joining(", ", "MAP {", "}"));
        }
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .map(field ->
                            text(field.name()) + ": " + literal(((Map<?, ?>) value).get(field.name()), field.type()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof byte[] bytes) {
            return text(Base64.getEncoder().encodeToString(bytes));
        }
        return text(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
