package dev.daybreak.server.pages;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.Query;
import dev.daybreak.server.query.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers every query with the same rows, as long as their snapshot is the same; remembers what was asked. */
final class StaticQueries implements Queries {
    private static final List<Column> COLUMNS = List.of(
            Column.of("day", Primitive.DATE),
            Column.of("email", Primitive.STRING),
            Column.of("clicks", Primitive.LONG));

    final List<Query> asked = Collections.synchronizedList(new ArrayList<>());
    final List<Path> written = Collections.synchronizedList(new ArrayList<>());
    volatile long snapshot = 1;
    volatile Runnable onRun = () -> {};

    @Override
    public Result run(Query query) {
        asked.add(query);
        onRun.run();
        if (!query.sql().startsWith("SELECT")) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Invalid SQL: expected a SELECT, found '" + query.sql() + "' (line 1, column 1 of the query)",
                    "Write <b>one</b> SELECT.");
        }
        return rows(query.isUnmasked());
    }

    private Result rows(boolean isUnmasked) {
        return new Result(
                COLUMNS,
                isUnmasked ? Set.of() : Set.of(1),
                List.of(
                        Arrays.asList(LocalDate.of(2023, 1, 1), isUnmasked ? PagesTest.HOSTILE : null, 7L),
                        Arrays.asList(LocalDate.of(2023, 1, 2), isUnmasked ? "b@example.com" : null, null)),
                true,
                Map.of("raw.clicks", snapshot),
                Duration.ofMillis(12));
    }

    @Override
    public Map<String, Long> versions(Query query) {
        return Map.of("raw.clicks", snapshot);
    }

    @Override
    public Result sample(AssetKey asset, boolean isUnmasked, int most) {
        return rows(isUnmasked);
    }

    @Override
    public Path write(Query query, FileKind kind) {
        try {
            Path file = Files.createTempFile("query", ".txt");
            Files.writeString(file, kind + " of " + query.sql());
            written.add(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, List<String>> tables(String environment) {
        return Map.of("raw.clicks", List.of("day", "email", "clicks"));
    }

    @Override
    public List<String> environments() {
        return List.of("prod", "staging");
    }
}
