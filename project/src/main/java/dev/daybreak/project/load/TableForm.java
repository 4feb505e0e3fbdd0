package dev.daybreak.project.load;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.LateData.Policy;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form of the header of {@code assets/NAMESPACE/NAME.sql}: of a table, or of a view. */
final class TableForm {
    /** What a SELECT becomes. */
    enum Kind {
        TABLE,
        VIEW
    }

    private static final Key<Kind> KIND = Key.withDefault(
            "kind",
            Scalars.choice(kinds()),
            "What the SELECT becomes: 'table' keeps its rows; 'view' keeps none and takes only "
                    + String.join(", ", ViewForm.KEYS) + ".",
            Kind.TABLE,
            "table");
    private static final Key<Span> LAST =
            Key.optional("last", CommonKeys.SPAN, "The span that ends where the reader's interval ends.");
    private static final Key<Span> BEFORE =
            Key.optional("before", CommonKeys.SPAN, "The span directly before the reader's interval: only the past.");
    private static final Key<Boolean> WHOLE =
            Key.withDefault("whole", Scalars.flag(), "Whether the whole input is read.", false, "false");
    private static final Key<Boolean> OPTIONAL = Key.withDefault(
            "optional",
            Scalars.flag(),
            "Whether missing partitions of the input may be read as empty.",
            false,
            "false");
    static final Form INPUT = Form.of("an input", LAST, BEFORE, WHOLE, OPTIONAL).atMostOne(LAST, BEFORE, WHOLE);

    private static final Key<Span> LOOKBACK = Key.optional(
            "lookback",
            CommonKeys.SPAN,
            "Partitions that begin at most so long before a new one are computed anew with it.");
    private static final Key<Policy> LATE = Key.withDefault(
            "late",
            Scalars.choice(policies()),
            "What rows do that reach an input after a partition was computed: 'heal' makes it stale, 'ignore' does not, 'alert' does not"
                    + " and tells those under 'on_late' of daybreak.yaml.",
            Policy.HEAL,
            "heal");
    private static final Key<Long> BATCH = Key.withDefault(
            "batch",
            Scalars.wholeNumber(1, Integer.MAX_VALUE),
            "How many neighbouring partitions one execution may compute; more than 1 only if the text gives the same rows"
                    + " for a longer interval.",
            1L,
            "1");
    static final Key<Map<String, Located<Fields>>> INPUTS = Key.withDefault(
            "inputs",
            Shapes.mapOf(
                    Pattern.compile("\\s*[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*\\s*"),
                    "an asset's name, such as 'raw.clicks'",
                    INPUT),
            "How much of an input one partition reads, for inputs of which more than the same interval is read.",
            Map.of(),
            "the same interval of every table in the text");
    static final Key<Schema> COLUMNS = Key.optional(
            "columns",
            ColumnsShape.SHAPE,
            "The contract of the output; values are cast to it. By default the types that the engine finds.");
    static final Key<String> DIALECT = Key.optional(
            "dialect", Scalars.choice(dialects()), "The only engine that understands the text; by default all do.");
    private static final Key<EngineKind> ENGINE = Key.optional(
            "engine",
            Scalars.choice(EngineForm.kinds()),
            "What computes this table and its checks, whatever computes the rest; where Spark runs, daybreak.yaml says.");

    static final Form FORM = Form.of(
            "a table",
            KIND,
            CommonKeys.DESCRIPTION,
            CommonKeys.OWNER,
            CommonKeys.DOMAIN,
            CommonKeys.TAGS,
            TriesForm.RETRIES,
            TriesForm.TIMEOUT,
            PoolForm.POOL,
            PoolForm.WEIGHT,
            SensorForm.WAIT_FOR,
            SensorForm.WATERMARK,
            CommonKeys.FRESH,
            Partitioning.OF_TABLE,
            LayoutForm.SORT,
            LayoutForm.BLOOM,
            LOOKBACK,
            LATE,
            BATCH,
            WriteForm.WRITE,
            CommonKeys.STORED_AS,
            INPUTS,
            COLUMNS,
            DIALECT,
            ENGINE,
            SaltForm.SALT,
            CommonKeys.CHECKS);

    private TableForm() {}

    /** @return empty if an error was noted */
    static Optional<? extends SqlAsset> read(
            AssetKey key, String file, SqlFile text, YamlValue header, Reading reading) {
        Problems problems = reading.problems();
        int before = problems.errors();
        Optional<Fields> read = FORM.readAll(key.toString(), header, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = read.get();
        if (fields.find(KIND).filter(Kind.VIEW::equals).isPresent()) {
            ViewForm.refuseKeysOfTables(fields, problems);
            return problems.errors() > before
                    ? Optional.empty()
                    : ViewForm.read(key, CommonKeys.about(fields, file, reading), text, fields, problems);
        }
        Optional<Partitioning> partition = fields.find(Partitioning.OF_TABLE);
        partition.ifPresent(found -> reading.requireStart(key, found.time(), fields.place(Partitioning.OF_TABLE)));
        if (partition.isPresent() && partition.get().time().isEmpty()) {
            refuseWithoutTime(fields, LOOKBACK, problems);
            refuseWithoutTime(fields, BATCH, problems);
        }
        refuseOtherDialect(fields, reading);
        Optional<WriteMode> write = fields.find(WriteForm.WRITE);
        if (write.isPresent() && partition.isPresent()) {
            WriteForm.refuseUnfitCut(fields, write.get(), partition.get(), problems);
            refuseBatch(fields, write.get(), problems);
            boolean isCut = partition.get().time().isPresent();
            fields.find(COLUMNS)
                    .ifPresent(contract -> LayoutForm.check(fields, write.get().with(isCut, contract), problems));
        }
        if (problems.errors() > before) {
            return Optional.empty();
        }
        return Optional.of(new TableAsset(
                key,
                CommonKeys.about(fields, file, reading),
                text.sql(),
                text.sqlPlace(),
                partition.orElseThrow().time().map(time -> time.in(reading.zone(), columnIfNone(write.orElseThrow()))),
                partition.orElseThrow().clustering(),
                fields.value(CommonKeys.STORED_AS),
                LayoutForm.read(fields),
                new LateData(fields.value(LATE), fields.find(LOOKBACK)),
                fields.value(BATCH).intValue(),
                write.orElseThrow(),
                inputs(fields),
                fields.find(COLUMNS),
                fields.find(DIALECT),
                fields.find(ENGINE),
                SaltForm.read(fields),
                fields.value(CommonKeys.CHECKS)));
    }

    /** What cuts rows along time if no column of the SELECT does; empty if nothing. */
    private static String columnIfNone(WriteMode write) {
        return write instanceof WriteMode.Append || write instanceof WriteMode.Snapshot ? WriteMode.INTERVAL_START : "";
    }

    private static void refuseBatch(Fields fields, WriteMode write, Problems problems) {
        if (!(write instanceof WriteMode.Overwrite)
                && fields.has(BATCH)
                && fields.find(BATCH).orElse(1L) > 1) {
            problems.error(
                    fields.place(BATCH),
                    "Invalid key 'batch': with 'write: " + write.word()
                            + "' each execution computes one interval, since rows do not tell which of several they are of.",
                    "Remove it.");
        }
    }

    private static void refuseWithoutTime(Fields fields, Key<?> key, Problems problems) {
        if (fields.has(key)) {
            problems.error(
                    fields.place(key),
                    "Invalid key '" + key.name() + "': the table is not cut along time, so it has one partition only.",
                    "Remove it, or add a partition such as {column: event_date, every: day}.");
        }
    }

    /** A text that only one engine understands must be computed by that one. */
    private static void refuseOtherDialect(Fields fields, Reading reading) {
        Optional<EngineKind> computing = fields.find(ENGINE)
                .or(() -> reading.settings().map(settings -> settings.engine().kind()));
        Optional<String> dialect = fields.find(DIALECT);
        if (dialect.isPresent()
                && computing.isPresent()
                && !dialect.get().equals(computing.get().toString())) {
            reading.problems()
                    .error(
                            fields.place(DIALECT),
                            "Invalid dialect '" + dialect.get() + "': the table is computed by '" + computing.get()
                                    + "', as " + (fields.has(ENGINE) ? "its header" : SettingsForm.FILE) + " says.",
                            "Put 'engine: " + dialect.get()
                                    + "' into its header, or write it portably and take 'dialect' out.");
        }
    }

    static List<Input> inputs(Fields fields) {
        return fields.value(INPUTS).entrySet().stream()
                .map(entry -> {
                    Fields input = entry.getValue().value();
                    Place place = entry.getValue().place();
                    AssetKey asset = AssetKey.parse(entry.getKey().strip());
                    return new Input(asset, window(input), input.value(OPTIONAL), place);
                })
                .toList();
    }

    private static Input.Window window(Fields input) {
        if (input.value(WHOLE)) {
            return new Input.Whole();
        }
        Optional<Input.Window> last = input.find(LAST).map(Input.Last::new);
        Optional<Input.Window> before = input.find(BEFORE).map(Input.Before::new);
        return last.or(() -> before).orElseGet(Input.SameInterval::new);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("table", Kind.TABLE);
        kinds.put("view", Kind.VIEW);
        return kinds;
    }

    private static Map<String, Policy> policies() {
        Map<String, Policy> policies = new LinkedHashMap<>();
        policies.put("heal", Policy.HEAL);
        policies.put("ignore", Policy.IGNORE);
        policies.put("alert", Policy.ALERT);
        return policies;
    }

    private static Map<String, String> dialects() {
        Map<String, String> dialects = new LinkedHashMap<>();
        EngineForm.kinds().keySet().forEach(name -> dialects.put(name, name));
        return dialects;
    }
}
