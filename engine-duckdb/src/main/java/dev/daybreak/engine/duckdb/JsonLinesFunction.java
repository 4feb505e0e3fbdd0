package dev.daybreak.engine.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.duckdb.PlainLine.Field;
import dev.daybreak.engine.duckdb.PlainLine.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The table function {@code daybreak_json_lines(columns, folder)}: the values of those lines of JSON-lines files that
 * {@link PlainLine} can read. The others go to the folder, as {@link ScanNotes}.
 *
 * <p>{@code files.json} in the folder is a JSON object of the name that the result is to show, and the file's path; each file is
 * held in memory whole. {@code columns} is a JSON array of {@code [name, type, required]}, with the types of {@link Form}. The result has
 * {@code file} and {@code c0, c1...} of those types. Only a query that reads to the end leaves complete notes.
 */
final class JsonLinesFunction
        implements DuckDBTableFunction<JsonLinesFunction.Request, JsonLinesFunction.Queue, PlainFiles> {
    private static final String NAME = "daybreak_json_lines";
    private static final String FILES = "files.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int threads;

    private JsonLinesFunction(int threads) {
        this.threads = threads;
    }

    static void register(Connection connection, int threads) throws SQLException {
        try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
            builder.withName(NAME)
                    .withParameters(DuckDBColumnType.VARCHAR, DuckDBColumnType.VARCHAR)
                    .withFunction(new JsonLinesFunction(threads))
                    .register(connection);
        }
    }

    /** A file and how the result is to call it. */
    record Source(String name, Path path) {}

    record Request(List<Field> fields, Path folder) {}

    /** The files of a scan, which its threads take one by one. */
    record Queue(List<Source> files, AtomicInteger taken) {
        /** The next file; null if all are taken. */
        Source take() {
            int next = taken.getAndIncrement();
            return next < files.size() ? files.get(next) : null;
        }
    }

    @Override
    public Request bind(DuckDBTableFunctionBindInfo info) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : JSON.readTree(info.getParameter(0).getString())) {
            fields.add(new Field(
                    field.get(0).asText(),
                    Form.valueOf(field.get(1).asText()),
                    field.get(2).asBoolean()));
        }
        info.addResultColumn("file", DuckDBColumnType.VARCHAR);
        for (int i = 0; i < fields.size(); i++) {
            info.addResultColumn("c" + i, PlainFiles.columnType(fields.get(i).type()));
        }
        return new Request(List.copyOf(fields), Path.of(info.getParameter(1).getString()));
    }

    @Override
    public Queue init(DuckDBTableFunctionInitInfo info) throws IOException {
        info.setMaxThreads(threads);
        Request request = info.getBindData();
        List<Source> files = new ArrayList<>();
        JSON.readTree(request.folder().resolve(FILES).toFile())
                .properties()
                .forEach(file -> files.add(
                        new Source(file.getKey(), Path.of(file.getValue().asText()))));
        return new Queue(List.copyOf(files), new AtomicInteger());
    }

    @Override
    public PlainFiles localInit(DuckDBTableFunctionInitInfo info) {
        Request request = info.getBindData();
        return new PlainFiles(request.fields(), new ScanNotes(request.folder()));
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter output) throws IOException {
        PlainFiles reader = call.getLocalInitData();
        Queue queue = call.getInitData();
        return reader.fill(queue, output);
    }
}
