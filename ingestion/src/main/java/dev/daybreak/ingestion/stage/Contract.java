package dev.daybreak.ingestion.stage;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.ListOf;
import dev.daybreak.project.schema.DataType.MapOf;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.DataType.Struct;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the texts of records against a contract, in SQL. A value fits if it can be cast and nothing is lost by it: {@code 1.5} is no
 * {@code long}, {@code 2026-01-03T10:00:00} is no {@code date}. Inside lists, maps and structs a value that cannot be cast is null.
 */
public final class Contract {
    private final Schema schema;
    private final boolean refusesNewColumns;

    public Contract(Schema schema, boolean refusesNewColumns) {
        this.schema = schema;
        this.refusesNewColumns = refusesNewColumns;
    }

    public Schema schema() {
        return schema;
    }

    /** What {@code json_transform} is to take out of a record: texts, and JSON for values with parts. */
    String jsonStructure() {
        return schema.columns().stream()
                .map(column -> jsonText(column.name()) + ":" + (isPlain(column.type()) ? "\"VARCHAR\"" : "\"JSON\""))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String jsonText(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static boolean isPlain(DataType type) {
        return type instanceof Primitive || type instanceof Decimal;
    }

    /**
     * All records, typed: the contract's columns, {@code _file}, {@code _line}, {@code _unknown} (keys that the contract has not,
     * each followed by a line break, or null) and {@code _raw} (null if the record fits).
     */
    String typedRecords(Parsed parsed) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            columns.add("t" + i + " AS " + Sql.name(schema.columns().get(i).name()));
        }
        String unknown = refusesNewColumns ? " AND unknown IS NULL" : "";
        return "SELECT " + String.join(", ", columns) + ", file AS _file, line AS _line, unknown AS _unknown, "
                + "CASE WHEN bad IS NULL AND " + fitsAll(parsed.typed()) + unknown + " THEN NULL ELSE " + parsed.raw()
                + " END AS _raw FROM (" + casts(parsed) + ")";
    }

    /** The records that do not fit, out of JSON texts: {@code file, line, reason, raw, col, val}. */
    String judgedRecords(String lines) {
        List<Column> columns = schema.columns();
        StringBuilder reason = new StringBuilder("CASE WHEN bad IS NOT NULL THEN bad");
        StringBuilder name = new StringBuilder("CASE WHEN bad IS NOT NULL THEN NULL");
        StringBuilder value = new StringBuilder("CASE WHEN bad IS NOT NULL THEN NULL");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String column1 = Sql.text(column.name());
            String misfit = " WHEN NOT " + fits(i, Set.of()) + " THEN ";
            reason.append(misfit)
                    .append("concat('column ''', ")
                    .append(column1)
                    .append(", ''': ''', left(CAST(x")
                    .append(i)
                    .append(" AS VARCHAR), 100), ''' is no ', ")
                    .append(Sql.text(column.type().toString()))
                    .append(")");
            name.append(misfit).append(column1);
            value.append(misfit).append("CAST(x").append(i).append(" AS VARCHAR)");
            if (column.required()) {
                reason.append(" WHEN x")
                        .append(i)
                        .append(" IS NULL THEN concat('column ''', ")
                        .append(column1)
                        .append(", ''' is null and is required')");
            }
        }
        return "SELECT file, line, reason, raw, col, val FROM (SELECT file, line, raw, " + reason + " END AS reason, "
                + name + " END AS col, " + value + " END AS val FROM (" + casts(Parsed.json(lines, this))
                + ")) WHERE reason IS NOT NULL";
    }

    /** Adds texts {@code x0, x1...}, casts {@code t0, t1...} and {@code unknown} to parsed records. */
    private String casts(Parsed parsed) {
        StringBuilder texts = new StringBuilder("SELECT *");
        StringBuilder casts = new StringBuilder("SELECT *");
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            texts.append(", struct_extract(v, ")
                    .append(Sql.text(column.name()))
                    .append(") AS x")
                    .append(i);
            casts.append(", ")
                    .append(cast("x" + i, column.type(), parsed.typed().contains(column.name())))
                    .append(" AS t")
                    .append(i);
        }
        return casts + ", " + unknown(parsed) + " AS unknown FROM (" + texts + " FROM (" + parsed.sql() + "))";
    }

    /**
     * Which keys of a record are not in the contract. As many keys as columns with a value mean that there is none, and
     * only records with nulls or strangers are looked at key by key.
     */
    private String unknown(Parsed parsed) {
        if (parsed.keys() == null) {
            return "CAST(NULL AS VARCHAR)";
        }
        StringBuilder present = new StringBuilder("0");
        for (int i = 0; i < schema.columns().size(); i++) {
            present.append(" + CAST(x").append(i).append(" IS NOT NULL AS INTEGER)");
        }
        return "CASE WHEN bad IS NOT NULL OR len(" + parsed.keys() + ") = " + present
                + " THEN NULL ELSE nullif(array_to_string(list_filter(" + parsed.keys()
                + ", lambda k: NOT list_contains(" + Sql.texts(schema.names()) + ", k)), chr(10)), '') END";
    }

    private static String cast(String text, DataType type, boolean typed) {
        if (typed || type == Primitive.STRING) {
            return text;
        }
        if (type == Primitive.BINARY) {
            return "TRY(from_base64(CAST(" + text + " AS VARCHAR)))";
        }
        if (isPlain(type)) {
            return "TRY_CAST(" + text + " AS " + Sql.type(type) + ")";
        }
        String value = "TRY_CAST(TRY_CAST(" + text + " AS JSON) AS " + Sql.type(withBytesAsText(type)) + ")";
        return NestedSql.changed(
                        type,
                        value,
                        (part, bytes) -> part == Primitive.BINARY
                                ? Optional.of("TRY(from_base64(" + bytes + "))")
                                : Optional.empty())
                .orElse(value);
    }

    /** The type of JSON that holds values of a type: bytes stand in it as texts in base64, but for keys of maps. */
    private static DataType withBytesAsText(DataType type) {
        if (type == Primitive.BINARY) {
            return Primitive.STRING;
        } else if (type instanceof ListOf list) {
            return new ListOf(withBytesAsText(list.element()));
        } else if (type instanceof MapOf map) {
            return new MapOf(map.key(), withBytesAsText(map.value()));
        } else if (type instanceof Struct struct) {
            return new Struct(struct.fields().stream()
                    .map(field -> field.withType(withBytesAsText(field.type())))
                    .toList());
        }
        return type;
    }

    private String fitsAll(Set<String> typed) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            if (!typed.contains(column.name()) && column.type() != Primitive.STRING) {
                conditions.add(fits(i, typed));
            }
            if (column.required()) {
                conditions.add("x" + i + " IS NOT NULL");
            }
        }
        return conditions.isEmpty() ? "TRUE" : String.join(" AND ", conditions);
    }

    private String fits(int index, Set<String> typed) {
        Column column = schema.columns().get(index);
        String text = "x" + index;
        String cast = "t" + index;
        String exact = typed.contains(column.name()) ? "TRUE" : exact(text, cast, column.type());
        return "(" + text + " IS NULL OR (" + cast + " IS NOT NULL AND " + exact + "))";
    }

    private static String exact(String text, String cast, DataType type) {
        String sameNumber = "coalesce(TRY_CAST(" + text + " AS DOUBLE) = CAST(" + cast + " AS DOUBLE), FALSE)";
        if (type == Primitive.INT || type == Primitive.LONG) {
            return "(NOT (contains(" + text + ", '.') OR contains(" + text + ", 'e-')) OR " + sameNumber + ")";
        }
        if (type instanceof Decimal) {
            return sameNumber;
        }
        if (type == Primitive.DATE) {
            return "(length(" + text + ") <= 10 OR coalesce(TRY_CAST(" + text + " AS TIMESTAMP) = CAST(" + cast
                    + " AS TIMESTAMP), FALSE))";
        }
        return "TRUE";
    }
}
