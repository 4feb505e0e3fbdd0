package dev.daybreak.project.load;

import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.TimeText;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code partition:} says: at most one cut along time, and any number of others.
 *
 * @param time empty if there is no cut along time
 */
record Partitioning(Optional<Time> time, List<Clustering> clustering) {
    /** A cut along time; {@code start} is still a text, since the project's zone decides what it means. */
    record Time(Optional<String> column, Cadence cadence, Optional<String> start) {
        TimePartition in(ZoneId zone, String columnIfNone) {
            return new TimePartition(
                    column.orElse(columnIfNone), cadence, start.flatMap(text -> TimeText.parse(text, zone)));
        }
    }

    private static final Map<String, Grain> GRAINS = words(Grain.values());
    private static final Map<String, DayOfWeek> DAYS = words(DayOfWeek.values());

    private static final Key<String> COLUMN =
            Key.required("column", Scalars.text(), "The date or timestamp column that decides a row's partition.");
    private static final Key<String> COLUMN_OF_TABLE = Key.optional(
            "column",
            Scalars.text(),
            "The date or timestamp column that decides a row's partition; may be left out with some modes of 'write'.");
    private static final Key<String> COLUMN_IF_ANY = Key.optional(
            "column",
            Scalars.text(),
            "The date or timestamp column of the training table; by default the 'time' column.");
    private static final Key<Grain> EVERY =
            Key.required("every", Scalars.choice(GRAINS), "How long the data interval of a partition is.");
    private static final Key<DayOfWeek> STARTS = Key.withDefault(
            "starts",
            Scalars.choice(DAYS),
            "The day on which a week starts; only with 'every: week'.",
            DayOfWeek.MONDAY,
            "monday");
    private static final Key<String> START =
            Key.optional("start", CommonKeys.TIME, "Where the first partition begins; by default the project's start.");
    private static final Key<String> BUCKET =
            Key.required("bucket", Scalars.text(), "The column whose values are hashed.");
    private static final Key<Long> INTO =
            Key.required("into", Scalars.wholeNumber(1, 100_000), "Into how many partitions.");
    private static final Key<String> TRUNCATE =
            Key.required("truncate", Scalars.text(), "The column whose values are cut.");
    private static final Key<Long> WIDTH = Key.required(
            "width",
            Scalars.wholeNumber(1, Integer.MAX_VALUE),
            "Numbers are rounded down to a multiple of it, texts are cut to this many characters.");
    private static final Key<String> IDENTITY =
            Key.required("identity", Scalars.text(), "The column of which each value is a partition.");

    static final Form TABLE_TIME = Form.of("a partition along time", COLUMN_OF_TABLE, EVERY, STARTS, START);
    static final Form SOURCE_TIME = Form.of("a source's partition along time", COLUMN, EVERY, STARTS);
    static final Form MODEL_TIME = Form.of("a model's partition along time", COLUMN_IF_ANY, EVERY, STARTS, START);
    static final Form BUCKETS = Form.of("a partition by bucket", BUCKET, INTO);
    static final Form TRUNCATED = Form.of("a partition by truncated values", TRUNCATE, WIDTH);
    static final Form BY_VALUE = Form.of("a partition by value", IDENTITY);

    private static final String DESCRIPTION = "How the table is cut into partitions: along time, and by other columns.";

    static final Key<Partitioning> OF_TABLE =
            Key.withDefault("partition", several(TABLE_TIME), DESCRIPTION, none(), "one partition for all time");
    static final Key<Partitioning> OF_SOURCE =
            Key.withDefault("partition", several(SOURCE_TIME), DESCRIPTION, none(), "not cut");
    static final Key<Partitioning> OF_MODEL = Key.withDefault(
            "partition",
            MODEL_TIME.then(Partitioning::time).map(time -> new Partitioning(Optional.of(time), List.of())),
            "How often the model is trained anew.",
            none(),
            "one version for all time");

    private static Partitioning none() {
        return new Partitioning(Optional.empty(), List.of());
    }

    private static Shape<Partitioning> several(Form timeForm) {
        Map<String, Shape<Object>> forms = new LinkedHashMap<>();
        forms.put("every", timeForm.then(Partitioning::time).map(Object.class::cast));
        forms.put(
                "bucket",
                BUCKETS.map(fields -> new Clustering.Bucket(
                        fields.value(BUCKET), fields.value(INTO).intValue())));
        forms.put(
                "truncate",
                TRUNCATED.map(fields -> new Clustering.Truncate(
                        fields.value(TRUNCATE), fields.value(WIDTH).intValue())));
        forms.put("identity", BY_VALUE.map(fields -> new Clustering.Identity(fields.value(IDENTITY))));
        return Shapes.oneOrMany(Shapes.located(Shapes.alternatives(forms))).then(Partitioning::combine);
    }

    private static Optional<Time> time(Fields fields, Problems problems) {
        Grain grain = fields.value(EVERY);
        if (fields.has(STARTS) && grain != Grain.WEEK) {
            problems.error(
                    fields.place(STARTS),
                    "Invalid key 'starts': only weeks start on a day, and this partition is cut every "
                            + grain.name().toLowerCase(Locale.ROOT) + ".",
                    "Remove it, or write 'every: week'.");
            return Optional.empty();
        }
        Optional<String> column = fields.find(COLUMN).or(() -> fields.find(COLUMN_IF_ANY));
        return Optional.of(new Time(column, new Cadence(grain, fields.value(STARTS)), fields.find(START)));
    }

    private static Optional<Partitioning> combine(List<Located<Object>> parts, Problems problems) {
        Optional<Time> time = Optional.empty();
        List<Clustering> clustering = new ArrayList<>();
        for (Located<Object> part : parts) {
            if (part.value() instanceof Clustering cut) {
                clustering.add(cut);
            } else if (time.isPresent()) {
                problems.error(
                        part.place(),
                        "Invalid partition: a table is cut along time at most once.",
                        "Keep one of the two.");
                return Optional.empty();
            } else {
                time = Optional.of((Time) part.value());
            }
        }
        return Optional.of(new Partitioning(time, clustering));
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return words;
    }
}
