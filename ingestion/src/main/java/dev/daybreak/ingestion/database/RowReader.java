package dev.daybreak.ingestion.database;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Column;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads a source's rows from its database as JSON objects of the contract's columns, never more than a few thousand at once. */
final class RowReader {
    private static final int FETCH_ROWS = 5_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final SourceAsset source;
    private final SourceAsset.Database origin;
    private final Connection connection;
    private final String name;

    /** What is done with each row. */
    interface Consumer {
        void accept(String json) throws IOException;
    }

    private record Field(int index, String name, String typeName) {}

    RowReader(SourceAsset source, Connection connection, String name) {
        this.source = source;
        this.origin = (SourceAsset.Database) source.reads();
        this.connection = connection;
        this.name = name;
    }

    /** Reads every row. */
    void all(Consumer consumer) throws SQLException, IOException {
        read(select("*"), List.of(), consumer);
    }

    /** Reads the rows whose cursor compares in some way, such as {@code ">"}, to a value. */
    void compared(String operator, CursorValue from, CursorValue to, Consumer consumer)
            throws SQLException, IOException {
        String cursor = quoted(origin.cursor());
        read(
                select("*") + " WHERE " + cursor + " " + operator + " ? AND " + cursor + " <= ?",
                List.of(from, to),
                consumer);
    }

    /** Reads the rows up to a value of the cursor. */
    void upTo(CursorValue to, Consumer consumer) throws SQLException, IOException {
        read(select("*") + " WHERE " + quoted(origin.cursor()) + " <= ?", List.of(to), consumer);
    }

    /** The greatest value of the cursor; null if there is none. */
    CursorValue greatest() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select("MAX(" + quoted(origin.cursor()) + ")"));
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? CursorValue.of(rows, 1) : null;
        }
    }

    /** How many rows have a value of the cursor. */
    long countAt(CursorValue value) throws SQLException {
        return count(" WHERE " + quoted(origin.cursor()) + " = ?", List.of(value));
    }

    long countWithoutCursor() throws SQLException {
        return count(" WHERE " + quoted(origin.cursor()) + " IS NULL", List.of());
    }

    private long count(String where, List<CursorValue> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select("COUNT(*)") + where)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void bind(PreparedStatement statement, List<CursorValue> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).bind(statement, i + 1);
        }
    }

    private String select(String what) throws SQLException {
        if (origin.query() != null) {
            return "SELECT " + what + " FROM (" + bare(origin.query()) + ") AS daybreak_source";
        }
        List<String> parts = new ArrayList<>();
        for (String part : origin.table().split("\\.", -1)) {
            parts.add(quoted(part));
        }
        return "SELECT " + what + " FROM " + String.join(".", parts);
    }

    private static String bare(String query) {
        return query.strip().replaceAll("(\\s*;)+$", "") + "\n";
    }

    private String quoted(String identifier) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString().strip();
        return quote + identifier.replace(quote, quote + quote) + quote;
    }

    private void read(String sql, List<CursorValue> parameters, Consumer consumer) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<Field> fields = fields(rows.getMetaData());
                while (rows.next()) {
                    consumer.accept(json(rows, fields));
                }
            }
        }
    }

    private static String json(ResultSet row, List<Field> fields) throws SQLException, IOException {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Field field : fields) {
                json.writeFieldName(field.name());
                Values.write(Values.read(row, field.index()), field.typeName(), json);
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static List<Field> labels(ResultSetMetaData columns) throws SQLException {
        List<Field> labels = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            labels.add(new Field(
                    i, columns.getColumnLabel(i), columns.getColumnTypeName(i).toLowerCase(Locale.ROOT)));
        }
        return labels;
    }

    /** The fields of the contract, under its names. */
    private List<Field> fields(ResultSetMetaData columns) throws SQLException {
        List<Field> fields = new ArrayList<>();
        for (Field label : labels(columns)) {
            source.columns()
                    .find(label.name())
                    .map(Column::name)
                    .ifPresent(known -> fields.add(new Field(label.index(), known, label.typeName())));
        }
        return fields;
    }

    /** Fails if the table has columns that the contract has not, or the other way round. */
    List<String> compareColumns(Verdict verdict) throws SQLException {
        List<Staging.NewColumn> strangers = new ArrayList<>();
        Set<String> missing = new TreeSet<>(source.columns().names());
        try (PreparedStatement statement = connection.prepareStatement(select("*"))) {
            statement.setMaxRows(1);
            statement.setFetchSize(1);
            try (ResultSet rows = statement.executeQuery()) {
                List<Field> labels = labels(rows.getMetaData());
                boolean hasRow = rows.next();
                for (Field label : labels) {
                    missing.removeIf(column -> column.equalsIgnoreCase(label.name()));
                    if (source.columns().find(label.name()).isEmpty()) {
                        String example = hasRow ? String.valueOf(rows.getString(label.index())) : "null";
                        strangers.add(new Staging.NewColumn(label.name(), label.typeName(), name, example));
                    }
                }
            }
        }
        verdict.refuseNewColumns(strangers);
        verdict.refuseDropped(missing, "not in '" + name + "'");
        return strangers.stream().map(Staging.NewColumn::name).toList();
    }
}
