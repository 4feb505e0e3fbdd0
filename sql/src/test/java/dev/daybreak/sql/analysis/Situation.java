package dev.daybreak.sql.analysis;

import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Builds projects for tests in few words. {@code table("features.daily", "SELECT ...")} stands for the file
 * {@code assets/features/daily.sql} with a header of three lines, so that its SQL begins on line 4.
 */
final class Situation {
    static final int FIRST_LINE = 4;
    private final List<SourceAsset> sources = new ArrayList<>();
    private final List<TableAsset> tables = new ArrayList<>();
    private final List<ViewAsset> views = new ArrayList<>();
    private final List<ModelAsset> models = new ArrayList<>();
    private final SortedMap<String, Object> variables = new TreeMap<>();

    /** The source that most tests read: clicks partitioned by the day of {@code event_time}. */
    static Situation withClicks() {
        return new Situation()
                .source(
                        "raw.clicks",
                        "event_time",
                        "user_id long",
                        "item_id long",
                        "event_time timestamp",
                        "price double",
                        "tags list<string>")
                .source("raw.users", null, "user_id long", "age int", "country string");
    }

    Situation source(String name, String layoutTime, String... columns) {
        Schema schema = schema(columns);
        sources.add(new SourceAsset(
                AssetKey.parse(name),
                about("sources/" + name + ".yaml"),
                new SourceAsset.Files("data/*.json", SourceAsset.Format.JSON_LINES, SourceAsset.Load.APPEND),
                schema,
                Optional.ofNullable(layoutTime).map(Situation::daily),
                List.of(),
                TableFormat.PARQUET,
                FileLayout.NONE,
                Optional.empty(),
                0,
                SourceAsset.NewColumns.FAIL,
                List.of()));
        return this;
    }

    static Schema schema(String... columns) {
        return new Schema(Arrays.stream(columns)
                .map(text -> Column.of(
                        text.substring(0, text.indexOf(' ')),
                        DataType.parse(text.substring(text.indexOf(' ') + 1)).orElseThrow()))
                .toList());
    }

    static About about(String file) {
        return new About("", "", List.of(), Place.of(file));
    }

    static TimePartition daily(String column) {
        return new TimePartition(column, Cadence.DAILY, Optional.empty());
    }

    Situation table(String name, String sql) {
        return table(name, sql, header -> header);
    }

    Situation table(String name, String sql, UnaryOperator<Header> header) {
        Header parts = header.apply(Header.EMPTY);
        String file = "assets/" + name.replace('.', '/') + ".sql";
        tables.add(new TableAsset(
                AssetKey.parse(name),
                about(file),
                sql,
                new Place(file, FIRST_LINE, 1),
                parts.partition(),
                List.of(),
                TableFormat.PARQUET,
                parts.layout(),
                LateData.HEALED,
                1,
                parts.write(),
                parts.inputs(),
                parts.columns(),
                parts.dialect(),
                Optional.empty(),
                parts.salt(),
                List.of()));
        return this;
    }

    Situation view(String name, String sql) {
        return view(name, sql, header -> header);
    }

    Situation view(String name, String sql, UnaryOperator<Header> header) {
        Header parts = header.apply(Header.EMPTY);
        String file = "assets/" + name.replace('.', '/') + ".sql";
        views.add(new ViewAsset(
                AssetKey.parse(name),
                about(file),
                sql,
                new Place(file, FIRST_LINE, 1),
                parts.inputs(),
                parts.columns(),
                parts.dialect()));
        return this;
    }

    Situation model(ModelAsset model) {
        models.add(model);
        return this;
    }

    Situation variable(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    Project project() {
        Settings settings = new Settings(
                "test",
                ZoneId.of("UTC"),
                Optional.empty(),
                Optional.empty(),
                variables,
                Map.of(),
                new Settings.EngineSettings(1 << 28, 1),
                Path.of("/nowhere"));
        return new Project(Path.of("/nowhere"), settings, sources, tables, views, models, List.of(), List.of());
    }

    Analysis analysis() {
        return ProjectAnalysis.analyze(project());
    }

    /** What is wrong, one line each: {@code place message | mend}. */
    List<String> problems() {
        return analysis().problems().stream()
                .map(problem -> problem.place() + " " + problem.message()
                        + (problem.mend().isEmpty() ? "" : " | " + problem.mend()))
                .toList();
    }

    QueryAnalysis query(String name) {
        return analysis().queries().get(AssetKey.parse(name));
    }

    /** Where a column comes from: {@code "raw.a.x, raw.a.y <- raw.b.z"}, what only decides about rows behind the arrow. */
    String origin(String name, String column) {
        OutputColumn output = query(name).find(column).orElseThrow();
        return text(output.direct()) + " <- " + text(output.indirect());
    }

    private static String text(Iterable<?> columns) {
        List<String> texts = new ArrayList<>();
        columns.forEach(column -> texts.add(column.toString()));
        return String.join(", ", texts);
    }

    /** What a table's header may say. */
    record Header(
            Optional<TimePartition> partition,
            List<Input> inputs,
            Optional<Schema> columns,
            Optional<String> dialect,
            Optional<Salt> salt,
            FileLayout layout,
            WriteMode write) {
        static final Header EMPTY = new Header(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FileLayout.NONE,
                new WriteMode.Overwrite());

        Header daily(String column) {
            return new Header(Optional.of(Situation.daily(column)), inputs, columns, dialect, salt, layout, write);
        }

        Header input(String asset, Input.Window window) {
            List<Input> more = new ArrayList<>(inputs);
            more.add(new Input(AssetKey.parse(asset), window, false, new Place("assets/header.sql", 2, 3)));
            return new Header(partition, more, columns, dialect, salt, layout, write);
        }

        Header columns(String... texts) {
            return new Header(partition, inputs, Optional.of(schema(texts)), dialect, salt, layout, write);
        }

        Header salt(String key, int buckets) {
            String[] parts = key.split("\\.");
            Salt salted = new Salt(
                    parts.length > 1 ? Optional.of(parts[0]) : Optional.empty(),
                    parts[parts.length - 1],
                    buckets,
                    new Place("assets/header.sql", 2, 3));
            return new Header(partition, inputs, columns, dialect, Optional.of(salted), layout, write);
        }

        Header write(WriteMode mode) {
            return new Header(partition, inputs, columns, dialect, salt, layout, mode);
        }

        Header layout(FileLayout files) {
            return new Header(partition, inputs, columns, dialect, salt, files, write);
        }

        Header dialect(String name) {
            return new Header(partition, inputs, columns, Optional.of(name), salt, layout, write);
        }
    }
}
