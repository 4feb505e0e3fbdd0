package dev.daybreak.project.load;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Promise;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.Span;
import dev.daybreak.project.time.TimeText;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys and shapes that several forms share. */
final class CommonKeys {
    static final Key<String> DESCRIPTION =
            Key.withDefault("description", Scalars.text(), "What it is, for people.", "", "none");
    static final Key<String> OWNER =
            Key.withDefault("owner", Scalars.text(), "Who answers for it: a team or a person.", "", "none");
    static final Key<String> DOMAIN = Key.withDefault(
            "domain", Scalars.text(), "The part of the business it belongs to, such as 'payments'.", "", "none");
    static final Key<List<String>> TAGS = Key.withDefault(
            "tags",
            Shapes.oneOrMany(Scalars.text()),
            "Words that selections such as 'tag:daily' find it by.",
            List.of(),
            "none");
    static final Key<List<CheckSpec>> CHECKS = Key.withDefault(
            "checks",
            new ChecksShape(),
            "Expectations on the data; each is the name of an expectation with its arguments, and optionally 'severity'.",
            List.of(),
            "none");

    static final Key<TableFormat> STORED_AS = Key.withDefault(
            "stored_as",
            Scalars.choice(tableFormats()),
            "What the files of its table are; those that are there already stay what they are.",
            TableFormat.PARQUET,
            "parquet");

    static final Key<Promise> FRESH = Key.optional(
            "fresh",
            Scalars.parsed(Promise.PERMITTED, Promise::parse),
            "By when its partitions must be there: the first such time after a partition's end, or so long after it.");

    static final Shape<Span> SPAN = Scalars.parsed(
            Span.PERMITTED + ", at least 1", text -> Span.parse(text).filter(span -> span.count() > 0));
    static final Shape<AssetKey> ASSET =
            Scalars.parsed("an asset's name, such as 'features.user_activity'", CommonKeys::assetKey);

    /** A point in time; kept as text, since it may need the project's zone. */
    static final Shape<String> TIME = Scalars.parsed(
            TimeText.PERMITTED, text -> TimeText.parse(text, ZoneOffset.UTC).map(instant -> text));

    private CommonKeys() {}

    private static Map<String, TableFormat> tableFormats() {
        Map<String, TableFormat> formats = new LinkedHashMap<>();
        for (TableFormat format : TableFormat.values()) {
            formats.put(format.text(), format);
        }
        return formats;
    }

    static About about(Fields fields, String file, Reading reading) {
        return about(fields, new Place(file, 1, 1), reading);
    }

    static About about(Fields fields, Place place, Reading reading) {
        return new About(
                fields.value(DESCRIPTION),
                fields.value(OWNER),
                fields.value(DOMAIN),
                fields.value(TAGS),
                TriesForm.read(fields, reading.tries()),
                PoolForm.read(fields, reading),
                SensorForm.read(fields, reading),
                fields.find(FRESH),
                fields.written(place));
    }

    static Optional<AssetKey> assetKey(String text) {
        try {
            return Optional.of(AssetKey.parse(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
