package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.SpillFolder;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.Lake;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.text.BoundSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes SQL tables on two engines from the same snapshots of what they read, and compares what each would publish. Nothing is
 * published. Thread-safe.
 */
public final class Parity {
    /** So many rows of each side that the other has not are looked at more closely; with more, the rest counts as different. */
    private static final int MOST = 100_000;

    private final Engine one;
    private final Engine other;
    private final Lake lake;
    private final Settings settings;
    private final Graph graph;

    /** @param one also compares the rows, so it should be the quicker one */
    public Parity(Engine one, Engine other, Lake lake, Settings settings, Graph graph) {
        this.one = one;
        this.other = other;
        this.lake = lake;
        this.settings = settings;
        this.graph = graph;
    }

    /**
     * What was found.
     *
     * @param rows how many each engine yields, by its name; none for one that failed
     * @param problems in words: an engine that failed, columns that are not the same
     * @param only rows that one side has and the other has not, by columns in order; at most 100,000 a side. Floats count as the same
     *     if they are within 1e-9 of the greater
     */
    public record Comparison(
            AssetKey asset, DataInterval interval, Map<String, Long> rows, List<String> problems, List<OnlyRow> only) {
        public Comparison {
            rows = Map.copyOf(rows);
            problems = List.copyOf(problems);
            only = List.copyOf(only);
        }

        public boolean isSame() {
            return problems.isEmpty() && only.isEmpty();
        }
    }

    /** A row that only one engine yields. */
    public record OnlyRow(String engine, Map<String, Object> values) {}

    private record Computed(Schema schema, List<WrittenFile> files) {
        long rows() {
            return files.stream().mapToLong(WrittenFile::rows).sum();
        }

        Relation relation() {
            List<Integer> ids =
                    IntStream.rangeClosed(1, schema.columns().size()).boxed().toList();
            List<Relation.DataFile> data = files.stream()
                    .map(file -> new Relation.DataFile(file.path().toString(), file.rows(), List.of()))
                    .toList();
            return new Relation(schema, ids, data, Optional.empty());
        }
    }

    /**
     * Compares an interval of a table.
     *
     * @param node a SQL table
     * @throws DaybreakException if an input is missing or an engine cannot be started; what an engine cannot compute is told in the result
     */
    public Comparison compare(Graph.Node node, DataInterval interval) {
        PinnedInputs inputs = PinnedInputs.pin(lake, graph, node);
        try (SpillFolder folder = makeFolder();
                Session mine = one.open(settings.zone());
                Session theirs = other.open(settings.zone())) {
            Map<String, Long> rows = new LinkedHashMap<>();
            List<String> problems = new ArrayList<>();
            List<Computed> computed = new ArrayList<>();
            for (Engine engine : List.of(one, other)) {
                try {
                    Session session = engine == one ? mine : theirs;
                    Computed result =
                            compute(session, engine.name(), inputs, (TableAsset) node.asset(), interval, folder.path());
                    rows.put(engine.name(), result.rows());
                    computed.add(result);
                } catch (DaybreakException e) {
                    String place = e.place().map(at -> " (" + at + ")").orElse("");
                    problems.add(engine.name() + ": " + e.getMessage() + place);
                }
            }
            if (problems.isEmpty()) {
                problems.addAll(
                        differences(computed.get(0).schema(), computed.get(1).schema()));
            }
            List<OnlyRow> only = problems.isEmpty() ? only(mine, computed.get(0), computed.get(1)) : List.of();
            return new Comparison(node.key(), interval, rows, problems, only);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Computed compute(
            Session session, String engine, PinnedInputs inputs, TableAsset asset, DataInterval interval, Path folder) {
        TableQuery query = new TableQuery(asset, session, inputs, settings);
        query.register(interval, interval);
        BoundSql wall = query.bind(interval, false);
        Schema schema = SqlPlaces.located(asset, wall, () -> OutputSchema.of(asset, session.describe(wall.text())));
        BoundSql bound = cutsInstants(asset, schema) ? query.bind(interval, true) : wall;
        WriteSpec spec = spec(schema, folder, engine);
        return new Computed(schema, SqlPlaces.located(asset, bound, () -> session.write(bound.text(), spec)));
    }

    private static boolean cutsInstants(TableAsset asset, Schema schema) {
        return asset.timePartition()
                .flatMap(time -> schema.find(time.column()))
                .filter(column -> column.type() == DataType.Primitive.TIMESTAMPTZ)
                .isPresent();
    }

    /** Columns get the ids 1, 2, 3 and so on, and what is nested in them those after the last. */
    private static WriteSpec spec(Schema schema, Path folder, String prefix) {
        int[] next = {schema.columns().size()};
        List<FieldId> ids = new ArrayList<>();
        for (Column column : schema.columns()) {
            ids.add(new FieldId(column.name(), ids.size() + 1, nested(column.type(), next)));
        }
        return new WriteSpec(schema, ids, Optional.empty(), List.of(), folder, prefix);
    }

    private static List<FieldId> nested(DataType type, int[] next) {
        Map<String, DataType> parts = new LinkedHashMap<>();
        if (type instanceof DataType.ListOf list) {
            parts.put("element", list.element());
        } else if (type instanceof DataType.MapOf map) {
            parts.put("key", map.key());
            parts.put("value", map.value());
        } else if (type instanceof DataType.Struct struct) {
            struct.fields().forEach(field -> parts.put(field.name(), field.type()));
        }
        List<FieldId> ids = new ArrayList<>();
        parts.forEach((name, part) -> {
            next[0]++;
            ids.add(new FieldId(name, next[0], nested(part, next)));
        });
        return ids;
    }

    private List<String> differences(Schema mine, Schema theirs) {
        List<String> words = new ArrayList<>();
        for (Column column : mine.columns()) {
            Optional<Column> same = theirs.find(column.name());
            if (same.isEmpty()) {
                words.add("only " + one.name() + " yields column '" + column.name() + "'");
            } else if (!same.get().type().equals(column.type())) {
                words.add("column '" + column.name() + "' is " + column.type() + " on " + one.name() + " and "
                        + same.get().type() + " on " + other.name());
            }
        }
        theirs.columns().stream()
                .filter(column -> mine.find(column.name()).isEmpty())
                .forEach(column -> words.add("only " + other.name() + " yields column '" + column.name() + "'"));
        return words;
    }

    private List<OnlyRow> only(Session session, Computed mine, Computed theirs) {
        session.register("mine", mine.relation());
        session.register("theirs", theirs.relation());
        List<String> names = mine.schema().names();
        List<List<Object>> left = without(session, names, "mine", "theirs");
        List<List<Object>> right = without(session, names, "theirs", "mine");
        NearRows.strike(left, right);
        return Stream.concat(rows(one, names, left), rows(other, names, right)).toList();
    }

    private static List<List<Object>> without(Session session, List<String> names, String from, String these) {
        String columns = names.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM \"" + from + "\" EXCEPT ALL SELECT " + columns + " FROM \"" + these
                + "\" LIMIT " + MOST;
        List<List<Object>> all = new ArrayList<>();
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < names.size(); column++) {
                    row.add(rows.value(column));
                }
                all.add(row);
            }
        }
        return all;
    }

    private static Stream<OnlyRow> rows(Engine engine, List<String> names, List<List<Object>> rows) {
        return rows.stream().map(row -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                values.put(names.get(column), row.get(column));
            }
            return new OnlyRow(engine.name(), values);
        });
    }

    /** With what comparisons that were killed left, it is removed by the next. */
    private SpillFolder makeFolder() throws IOException {
        return SpillFolder.open(settings.state().resolve("tmp").toAbsolutePath(), "parity");
    }
}
