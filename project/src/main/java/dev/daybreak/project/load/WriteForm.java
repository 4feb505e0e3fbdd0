package dev.daybreak.project.load;

import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.asset.WriteMode.Condition;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code write} of a table: a word, or a mode with what it needs. */
final class WriteForm {
    private static final Key<List<String>> KEY =
            Key.required("key", Shapes.oneOrMany(Scalars.text()), "The columns that tell one row from another.");
    private static final Key<String> ORDER_BY = Key.optional(
            "order_by",
            Scalars.text(),
            "A column: of rows with the same key the one with its greatest value counts, and none replaces one with a greater.");
    private static final Key<Located<String>> UPDATE_WHEN = condition(
            "update_when", "A condition: whether a row of 'batch' replaces the one of 'target' with its key.");
    private static final Key<Located<String>> INSERT_WHEN =
            condition("insert_when", "A condition: whether a row of 'batch' comes in whose key the table has not.");
    private static final Key<Located<String>> DELETE_WHEN =
            condition("delete_when", "A condition: whether a row of 'batch' says that its key is there no more.");
    private static final Key<List<String>> TRACK = Key.withDefault(
            "track",
            Shapes.oneOrMany(Scalars.text()),
            "The columns of which a change makes a new version.",
            List.of(),
            "all that are neither key nor time");
    private static final Key<String> TIME = Key.optional(
            "time",
            Scalars.text(),
            "The date or timestamp column that tells since when a row is so; by default the interval's start.");

    static final Form MERGE = Form.of("a merge", KEY, ORDER_BY, UPDATE_WHEN, INSERT_WHEN, DELETE_WHEN);
    static final Form SCD2 = Form.of("scd2", KEY, TRACK, TIME, DELETE_WHEN);

    private static final Key<Located<Fields>> MERGE_KEY = Key.optional(
            "merge", Shapes.located(MERGE), "One row for each key: a new row replaces the one with its key.");
    private static final Key<Located<Fields>> SCD2_KEY =
            Key.optional("scd2", Shapes.located(SCD2), "Versions of each key's row, with the time in which each held.");

    static final Form FORM = Form.of("a write mode", MERGE_KEY, SCD2_KEY).exactlyOne(MERGE_KEY, SCD2_KEY);

    private static final String BY_KEY = "A merge goes by a key: 'write: {merge: {key: id}}'.";
    private static final Map<String, String> NEEDING_KEY =
            Map.of("merge", BY_KEY, "upsert", BY_KEY, "scd2", "Versions go by a key: 'write: {scd2: {key: id}}'.");

    static final Key<WriteMode> WRITE = Key.withDefault(
            "write",
            Shapes.mappingOr(FORM.map(WriteForm::mode), Scalars.choice(words(), NEEDING_KEY)),
            "What becomes of rows that are there: 'overwrite' replaces those of the interval, 'append' adds to them,"
                    + " 'snapshot' keeps a full state for each interval, 'merge' and 'scd2' go by a key.",
            new WriteMode.Overwrite(),
            "overwrite");

    private WriteForm() {}

    private static Key<Located<String>> condition(String name, String description) {
        Shape<Located<String>> shape = Shapes.located(Scalars.text());
        return Key.optional(name, shape, description);
    }

    private static Map<String, WriteMode> words() {
        Map<String, WriteMode> words = new LinkedHashMap<>();
        words.put("overwrite", new WriteMode.Overwrite());
        words.put("append", new WriteMode.Append());
        words.put("snapshot", new WriteMode.Snapshot());
        return words;
    }

    private static WriteMode mode(Fields fields) {
        return fields.find(MERGE_KEY)
                .map(merge -> merge(merge.value(), merge.place()))
                .orElseGet(() -> fields.find(SCD2_KEY)
                        .map(scd2 -> scd2(scd2.value(), scd2.place()))
                        .orElseThrow());
    }

    private static WriteMode merge(Fields fields, Place place) {
        return new WriteMode.Merge(
                stripped(fields.value(KEY)),
                fields.find(ORDER_BY).map(String::strip),
                found(fields, UPDATE_WHEN),
                found(fields, INSERT_WHEN),
                found(fields, DELETE_WHEN),
                place);
    }

    private static WriteMode scd2(Fields fields, Place place) {
        return new WriteMode.Scd2(
                stripped(fields.value(KEY)),
                stripped(fields.value(TRACK)),
                fields.find(TIME).map(String::strip),
                found(fields, DELETE_WHEN),
                place);
    }

    private static List<String> stripped(List<String> names) {
        return names.stream().map(String::strip).toList();
    }

    private static Optional<Condition> found(Fields fields, Key<Located<String>> key) {
        return fields.find(key).map(text -> new Condition(text.value().strip(), text.place()));
    }

    /** Which cuts along time go with a mode. */
    static void refuseUnfitCut(Fields fields, WriteMode mode, Partitioning partition, Problems problems) {
        Optional<Partitioning.Time> time = partition.time();
        boolean hasColumn = time.flatMap(Partitioning.Time::column).isPresent();
        Place place = fields.place(time.isPresent() ? Partitioning.OF_TABLE : WRITE);
        if (mode instanceof WriteMode.Overwrite && time.isPresent() && !hasColumn) {
            problems.error(
                    place,
                    "Missing key 'column': a partition along time needs it.",
                    "Name the date or timestamp column that decides a row's partition; only with 'write: append', 'snapshot',"
                            + " 'merge' or 'scd2' may it be left out.");
        }
        if (mode instanceof WriteMode.Snapshot && hasColumn) {
            problems.error(
                    place,
                    "Invalid key 'column': with 'write: snapshot' all rows of an interval are its state, whatever their columns say.",
                    "Write 'partition: {every: day}' without a column; '" + WriteMode.INTERVAL_START + "' is added.");
        }
        boolean needsCut = mode instanceof WriteMode.Append || mode instanceof WriteMode.Scd2;
        if (needsCut && time.isEmpty()) {
            problems.error(
                    place,
                    "Missing cut along time: with 'write: " + mode.word()
                            + "' a table grows interval by interval, and this one has one interval only.",
                    "Add a partition such as {every: day}.");
        }
    }
}
