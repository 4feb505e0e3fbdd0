package dev.daybreak.project.load;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.DurationText;
import dev.daybreak.project.time.IntervalTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The key {@code wait_for} of assets: what must be there before a step is tried. */
final class SensorForm {
    private static final Shape<Duration> DURATION =
            Scalars.parsed(DurationText.PERMITTED + ", at least 1 second", text -> DurationText.parse(text)
                    .filter(found -> !found.isZero()));
    private static final Shape<IntervalTemplate> TEMPLATE = Scalars.text().map(IntervalTemplate::new);

    private static final Key<IntervalTemplate> FILE = Key.optional(
            "file",
            TEMPLATE,
            "A file that must be there; the last part may be a glob; {start:yyyy-MM-dd} names the partition.");
    private static final Key<IntervalTemplate> URL =
            Key.optional("url", TEMPLATE, "An address that must answer a GET.");
    private static final Key<Long> STATUS = Key.optional(
            "status",
            Scalars.wholeNumber(100, 599),
            "With 'url': the status that it must answer with; by default 200.");
    private static final Key<IntervalTemplate> SQL =
            Key.optional("sql", TEMPLATE, "A query that must yield a row in the database of 'connection'.");
    private static final Key<String> CONNECTION =
            Key.optional("connection", Scalars.text(), "With 'sql': a name under 'connections' of daybreak.yaml.");
    private static final Key<AssetKey> ASSET = Key.optional(
            "asset",
            CommonKeys.ASSET,
            "An asset whose partitions of the same time must be published, without being read.");
    private static final Key<Duration> AFTER =
            Key.optional("after", DURATION, "How long after the end of the partition's interval the step may begin.");
    private static final Key<Duration> EVERY = Key.optional(
            "every",
            DURATION,
            "How long after a look the next one follows, doubling each time; by default 30 seconds.");
    private static final Key<Duration> LONGEST_WAIT =
            Key.optional("longest_wait", DURATION, "No pause between two looks is longer; by default 10 minutes.");
    private static final Key<Duration> TIMEOUT = Key.optional(
            "timeout", DURATION, "How long after the first look the step is given up; by default 24 hours.");
    private static final Key<Boolean> SOFT_FAIL =
            Key.optional("soft_fail", Scalars.flag(), "Whether the step is then skipped; by default it fails.");

    static final Form FORM = Form.of(
                    "what is waited for",
                    FILE,
                    URL,
                    STATUS,
                    SQL,
                    CONNECTION,
                    ASSET,
                    AFTER,
                    EVERY,
                    LONGEST_WAIT,
                    TIMEOUT,
                    SOFT_FAIL)
            .exactlyOne(FILE, URL, SQL, ASSET, AFTER);

    static final Key<List<Fields>> WAIT_FOR = Key.optional(
            "wait_for",
            Shapes.oneOrMany(FORM.then(SensorForm::check)),
            "What must be there before a step is tried: a file, an answer of an address, a row, a partition of another asset, a time.");

    static final Key<Duration> WATERMARK = Key.optional(
            "watermark",
            DURATION,
            "How long after the end of a partition's interval its step begins at the earliest, for rows that come late; the same as"
                    + " 'after' of 'wait_for'.");

    private SensorForm() {}

    static List<Sensor> read(Fields fields, Reading reading) {
        Stream<Sensor> watermark = fields.find(WATERMARK).stream().map(delay -> passed(delay, fields.place(WATERMARK)));
        Stream<Sensor> others =
                fields.find(WAIT_FOR).orElse(List.of()).stream().flatMap(found -> sensor(found, reading).stream());
        return Stream.concat(watermark, others).toList();
    }

    private static Sensor passed(Duration delay, Place place) {
        return new Sensor(
                new Sensor.TimePassed(delay),
                Sensor.DEFAULT_EVERY,
                Sensor.DEFAULT_LONGEST_PAUSE,
                Sensor.DEFAULT_TIMEOUT,
                false,
                place);
    }

    private static Optional<Sensor> sensor(Fields fields, Reading reading) {
        Duration every = fields.find(EVERY).orElse(Sensor.DEFAULT_EVERY);
        Duration longest = fields.find(LONGEST_WAIT).orElse(Sensor.DEFAULT_LONGEST_PAUSE);
        return condition(fields, reading)
                .map(condition -> new Sensor(
                        condition,
                        every,
                        longest.compareTo(every) < 0 ? every : longest,
                        fields.find(TIMEOUT).orElse(Sensor.DEFAULT_TIMEOUT),
                        fields.find(SOFT_FAIL).orElse(false),
                        fields.place()));
    }

    private static Optional<Fields> check(Fields fields, Problems problems) {
        int before = problems.errors();
        refuseAlone(fields, STATUS, URL, problems);
        refuseAlone(fields, CONNECTION, SQL, problems);
        if (fields.has(SQL) && !fields.has(CONNECTION)) {
            problems.error(
                    fields.place(SQL),
                    "Missing key 'connection': 'sql' needs the database that it is put to.",
                    "Add 'connection: NAME', with a name under 'connections' of daybreak.yaml.");
        }
        for (Key<IntervalTemplate> key : List.of(FILE, URL, SQL)) {
            fields.find(key)
                    .flatMap(IntervalTemplate::problem)
                    .ifPresent(problem -> problems.error(
                            fields.place(key),
                            "Invalid " + key.name() + ": " + problem + ".",
                            "Write it as in {start:yyyy-MM-dd} or {end:yyyyMMdd_HH}."));
        }
        return problems.errors() == before ? Optional.of(fields) : Optional.empty();
    }

    private static void refuseAlone(Fields fields, Key<?> key, Key<?> other, Problems problems) {
        if (fields.has(key) && !fields.has(other)) {
            problems.error(
                    fields.place(key),
                    "Invalid key '" + key.name() + "': it goes with '" + other.name() + "' only.",
                    "Remove it, or add '" + other.name() + "'.");
        }
    }

    private static Optional<Sensor.Condition> condition(Fields fields, Reading reading) {
        Optional<Sensor.Condition> file = fields.find(FILE).map(Sensor.FileThere::new);
        int status = fields.find(STATUS).orElse(200L).intValue();
        return file.or(() -> fields.find(URL).map(url -> new Sensor.UrlAnswers(url, status)))
                .or(() -> fields.find(SQL).map(sql -> row(fields, sql, reading)))
                .or(() -> fields.find(ASSET).map(Sensor.Published::new))
                .or(() -> fields.find(AFTER).map(Sensor.TimePassed::new));
    }

    private static Sensor.Condition row(Fields fields, IntervalTemplate sql, Reading reading) {
        String connection = fields.find(CONNECTION).orElseThrow();
        Set<String> known = reading.settings()
                .map(settings -> settings.connections().keySet())
                .orElse(Set.of(connection));
        if (!known.contains(connection)) {
            reading.problems()
                    .error(
                            fields.place(CONNECTION),
                            "Missing connection '" + connection + "': daybreak.yaml does not declare it."
                                    + NearestName.hint(connection, known),
                            "Declare it under 'connections:' in daybreak.yaml.");
        }
        return new Sensor.RowFound(connection, sql);
    }

    /** Notes an error for each that waits for an asset that is not there, or names an interval that there is not. */
    static void check(Asset asset, Set<AssetKey> known, Reading reading) {
        for (Sensor sensor : asset.about().sensors()) {
            if (sensor.condition() instanceof Sensor.Published published && !known.contains(published.asset())) {
                List<String> names = known.stream().map(AssetKey::toString).toList();
                reading.problems()
                        .error(
                                sensor.place(),
                                "Invalid asset '" + published.asset() + "': the project has no such asset."
                                        + NearestName.hint(published.asset().toString(), names),
                                "");
            }
            if (asset.cut().isEmpty() && namesInterval(sensor.condition())) {
                reading.problems()
                        .error(
                                sensor.place(),
                                "Invalid wait of '" + asset.key()
                                        + "': it names the start or end of a partition, and the asset is not cut along time.",
                                "Name something that does not depend on a partition, or cut the asset along time.");
            }
        }
    }

    private static boolean namesInterval(Sensor.Condition condition) {
        if (condition instanceof Sensor.FileThere file) {
            return file.path().namesInterval();
        }
        if (condition instanceof Sensor.UrlAnswers answer) {
            return answer.url().namesInterval();
        }
        return condition instanceof Sensor.TimePassed
                || (condition instanceof Sensor.RowFound row && row.sql().namesInterval());
    }
}
