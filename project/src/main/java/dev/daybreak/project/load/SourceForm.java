package dev.daybreak.project.load;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form of {@code sources/NAME.yaml}. */
final class SourceForm {
    private static final Key<String> PATH = Key.required(
            "path", Scalars.text(), "A folder, file or glob (*, **, ?); relative to the project's folder.");
    private static final Key<SourceAsset.Format> FORMAT = Key.optional(
            "format",
            Scalars.choice(formats()),
            "What the files hold; by default what their extension says, before .gz and .zst.");
    private static final Key<SourceAsset.Load> LOAD = Key.withDefault(
            "load",
            Scalars.choice(loads()),
            "append: only files not seen before, added to what is there; full: all files, in place of what is there.",
            SourceAsset.Load.APPEND,
            "append");
    static final Form FILES_FORM = Form.of("the files of a source", PATH, FORMAT, LOAD);

    private static final Key<String> CONNECTION =
            Key.required("connection", Scalars.text(), "A name under 'connections' of daybreak.yaml.");
    private static final Key<String> TABLE = Key.optional("table", Scalars.text(), "The table that is read.");
    private static final Key<String> QUERY = Key.optional("query", Scalars.text(), "The SELECT that is read.");
    private static final Key<String> CURSOR = Key.optional(
            "cursor",
            Scalars.text(),
            "The column that only grows; rows from the last value seen are read. Without it everything is read each time.");
    private static final Key<List<String>> KEYS = Key.withDefault(
            "keys",
            Shapes.oneOrMany(Scalars.text()),
            "The columns that tell rows apart, for loads by a cursor.",
            List.of(),
            "the whole row");
    static final Form DATABASE_FORM = Form.of("the database of a source", CONNECTION, TABLE, QUERY, CURSOR, KEYS)
            .exactlyOne(TABLE, QUERY);

    private static final Key<Fields> FILES =
            Key.optional("files", FILES_FORM, "Files to read; a source has this or 'database'.");
    private static final Key<Fields> DATABASE =
            Key.optional("database", DATABASE_FORM, "A database to read; a source has this or 'files'.");
    private static final Key<Schema> COLUMNS = Key.required(
            "columns",
            ColumnsShape.SHAPE,
            "The contract: columns with their types. A record that does not fit is bad.");
    private static final Key<Double> BAD_RECORDS = Key.withDefault(
            "bad_records",
            Scalars.share(),
            "The share of bad records of one step past which the step fails.",
            0.01,
            "1%");
    private static final Key<SourceAsset.NewColumns> NEW_COLUMNS = Key.withDefault(
            "new_columns",
            Scalars.choice(newColumns()),
            "What happens when the data has a column that 'columns' has not.",
            SourceAsset.NewColumns.FAIL,
            "fail");

    private static final Key<Span> HORIZON = Key.optional(
            "horizon",
            CommonKeys.SPAN,
            "Rows so much older than the newest that were brought in before go to the side table NAME__late.");

    static final Form FORM = Form.of(
                    "a source",
                    CommonKeys.DESCRIPTION,
                    CommonKeys.OWNER,
                    CommonKeys.DOMAIN,
                    CommonKeys.TAGS,
                    TriesForm.RETRIES,
                    TriesForm.TIMEOUT,
                    PoolForm.POOL,
                    PoolForm.WEIGHT,
                    SensorForm.WAIT_FOR,
                    CommonKeys.FRESH,
                    FILES,
                    DATABASE,
                    COLUMNS,
                    Partitioning.OF_SOURCE,
                    CommonKeys.STORED_AS,
                    LayoutForm.SORT,
                    LayoutForm.BLOOM,
                    HORIZON,
                    BAD_RECORDS,
                    NEW_COLUMNS,
                    CommonKeys.CHECKS)
            .exactlyOne(FILES, DATABASE);

    private SourceForm() {}

    /** @return empty if an error was noted */
    static Optional<SourceAsset> read(AssetKey key, String file, YamlValue value, Reading reading) {
        Problems problems = reading.problems();
        int before = problems.errors();
        Optional<Fields> read = FORM.readAll(key.toString(), value, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = read.get();
        Optional<SourceAsset.Origin> files = fields.find(FILES).flatMap(found -> files(found, problems));
        Optional<SourceAsset.Origin> origin =
                files.or(() -> fields.find(DATABASE).flatMap(found -> database(found, reading)));
        checkColumns(fields, problems);
        origin.ifPresent(found -> checkHorizon(fields, found, problems));
        if (problems.errors() > before) {
            return Optional.empty();
        }
        Partitioning partition = fields.value(Partitioning.OF_SOURCE);
        return Optional.of(new SourceAsset(
                key,
                CommonKeys.about(fields, file, reading),
                origin.orElseThrow(),
                fields.value(COLUMNS),
                partition.time().map(time -> time.in(reading.zone(), "")),
                partition.clustering(),
                fields.value(CommonKeys.STORED_AS),
                LayoutForm.read(fields),
                fields.find(HORIZON),
                fields.value(BAD_RECORDS),
                fields.value(NEW_COLUMNS),
                fields.value(CommonKeys.CHECKS)));
    }

    private static Optional<SourceAsset.Origin> files(Fields fields, Problems problems) {
        String path = fields.value(PATH);
        Optional<SourceAsset.Format> format = fields.find(FORMAT).or(() -> SourceAsset.Format.ofName(path));
        if (format.isEmpty()) {
            problems.error(
                    fields.place(PATH),
                    "Missing key 'format': the path does not end in " + SourceAsset.Format.ENDINGS
                            + ", plain or followed by .gz or .zst.",
                    "Add 'format: " + String.join("', 'format: ", formats().keySet()) + "'.");
        }
        return format.map(found -> new SourceAsset.Files(path, found, fields.value(LOAD)));
    }

    private static Optional<SourceAsset.Origin> database(Fields fields, Reading reading) {
        String connection = fields.value(CONNECTION);
        if (reading.settings().isPresent()) {
            var known = reading.settings().get().connections().keySet();
            if (!known.contains(connection)) {
                reading.problems()
                        .error(
                                fields.place(CONNECTION),
                                "Missing connection '" + connection + "': daybreak.yaml does not declare it."
                                        + NearestName.hint(connection, known),
                                "Declare it under 'connections:' in daybreak.yaml.");
            }
        }
        return Optional.of(new SourceAsset.Database(
                connection,
                fields.find(TABLE).orElse(null),
                fields.find(QUERY).orElse(null),
                fields.find(CURSOR).orElse(null),
                fields.value(KEYS)));
    }

    private static void checkColumns(Fields fields, Problems problems) {
        Optional<Schema> columns = fields.find(COLUMNS);
        Optional<Fields> database = fields.find(DATABASE);
        if (columns.isEmpty()) {
            return;
        }
        fields.find(Partitioning.OF_SOURCE).ifPresent(partition -> {
            partition
                    .time()
                    .flatMap(Partitioning.Time::column)
                    .ifPresent(
                            column -> requireColumn(column, columns.get(), fields, Partitioning.OF_SOURCE, problems));
            partition
                    .clustering()
                    .forEach(cut ->
                            requireColumn(cut.column(), columns.get(), fields, Partitioning.OF_SOURCE, problems));
        });
        LayoutForm.check(fields, columns.get(), problems);
        database.ifPresent(found -> {
            found.find(CURSOR).ifPresent(column -> requireColumn(column, columns.get(), found, CURSOR, problems));
            found.value(KEYS).forEach(column -> requireColumn(column, columns.get(), found, KEYS, problems));
        });
    }

    private static void checkHorizon(Fields fields, SourceAsset.Origin origin, Problems problems) {
        boolean isCut =
                fields.find(Partitioning.OF_SOURCE).flatMap(Partitioning::time).isPresent();
        boolean isAdded = origin instanceof SourceAsset.Files files && files.load() == SourceAsset.Load.APPEND;
        if (!fields.has(HORIZON) || (isCut && isAdded)) {
            return;
        }
        problems.error(
                fields.place(HORIZON),
                "Invalid key 'horizon': "
                        + (isAdded
                                ? "the source is not cut along time, so nothing says how old a row is."
                                : "only files that are added to what is there bring rows that come late."),
                isAdded ? "Add 'partition: {column: COLUMN, every: day}'." : "Remove it.");
    }

    private static void requireColumn(String column, Schema columns, Fields fields, Key<?> key, Problems problems) {
        if (columns.find(column).isEmpty()) {
            problems.error(
                    fields.place(key),
                    "Missing column '" + column + "': '" + key.name() + "' names it, but 'columns' has not."
                            + NearestName.hint(column, columns.names()),
                    "Columns are: " + String.join(", ", columns.names()) + ".");
        }
    }

    private static Map<String, SourceAsset.Format> formats() {
        Map<String, SourceAsset.Format> formats = new LinkedHashMap<>();
        for (SourceAsset.Format format : SourceAsset.Format.values()) {
            formats.put(format.text(), format);
        }
        return formats;
    }

    private static Map<String, SourceAsset.Load> loads() {
        Map<String, SourceAsset.Load> loads = new LinkedHashMap<>();
        loads.put("append", SourceAsset.Load.APPEND);
        loads.put("full", SourceAsset.Load.FULL);
        return loads;
    }

    private static Map<String, SourceAsset.NewColumns> newColumns() {
        Map<String, SourceAsset.NewColumns> values = new LinkedHashMap<>();
        values.put("fail", SourceAsset.NewColumns.FAIL);
        values.put("ignore", SourceAsset.NewColumns.IGNORE);
        return values;
    }
}
