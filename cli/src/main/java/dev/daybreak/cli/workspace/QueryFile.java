package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Session;
import dev.daybreak.ingestion.stage.Sql;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.server.query.Queries.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A file that gets what a query yields, by the embedded engine. */
final class QueryFile {
    private static final String RELATION = "written";

    private final Path path;
    private final FileKind kind;

    private QueryFile(Path path, FileKind kind) {
        this.path = path;
        this.kind = kind;
    }

    /** A new one in a folder, which is made if need be. */
    static QueryFile in(Path folder, FileKind kind) {
        try {
            Files.createDirectories(folder);
            Path path = Files.createTempFile(folder, "query-", "." + kind.extension());
            path.toFile().deleteOnExit();
            return new QueryFile(path, kind);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write to '" + folder + "': " + e.getMessage() + ".",
                    "Free space on the disk, or make the folder writable.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** Nothing is left of the file if it fails. */
    void write(Session session, AskedQuery asked, Masks masks, int most) {
        try {
            asked.lakeQuery().define(session, RELATION);
            Schema schema = session.describe("SELECT * FROM " + RELATION);
            Set<Integer> masked = asked.masked(masks, schema);
            String columns = IntStream.range(0, schema.columns().size())
                    .mapToObj(i -> column(schema.columns().get(i), masked.contains(i)))
                    .collect(Collectors.joining(", "));
            String options = kind == FileKind.PARQUET ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT csv, HEADER";
            session.execute("COPY (SELECT " + columns + " FROM " + RELATION + " LIMIT " + most + ") TO "
                    + Sql.text(path.toString()) + " (" + options + ")");
        } catch (RuntimeException e) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private String column(Column column, boolean isMasked) {
        String name = Sql.name(column.name());
        if (isMasked) {
            return "CAST(NULL AS " + Sql.type(column.type()) + ") AS " + name;
        }
        return kind == FileKind.PARQUET ? name : TableExport.text(column, false) + " AS " + name;
    }
}
