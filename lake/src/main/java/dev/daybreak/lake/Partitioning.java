package dev.daybreak.lake;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.project.asset.Clustering;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;

/**
 * How a table's rows are split: our words and Iceberg's partition spec. A spec that evolved may hold the time anywhere;
 * for engines it always comes first.
 */
final class Partitioning {
    private static final Pattern WITH_NUMBER = Pattern.compile("(bucket|truncate)\\[(\\d+)]");

    private Partitioning() {}

    /** One field of a spec. {@code transform} is Iceberg's text for it. */
    record Part(String column, String transform) {
        static Part of(Clustering clustering) {
            if (clustering instanceof Clustering.Bucket bucket) {
                return new Part(bucket.column(), "bucket[" + bucket.count() + "]");
            }
            if (clustering instanceof Clustering.Truncate truncate) {
                return new Part(truncate.column(), "truncate[" + truncate.width() + "]");
            }
            return new Part(clustering.column(), "identity");
        }

        static Part of(Lake.Time time) {
            return new Part(
                    time.column(),
                    switch (time.cadence().grain()) {
                        case HOUR -> "hour";
                        case DAY, WEEK -> "day";
                        case MONTH -> "month";
                    });
        }

        static Part of(PartitionField field, PartitionSpec spec) {
            return new Part(
                    spec.schema().findColumnName(field.sourceId()),
                    field.transform().toString());
        }

        Term term() {
            Matcher number = WITH_NUMBER.matcher(transform);
            if (number.matches()) {
                int count = Integer.parseInt(number.group(2));
                return number.group(1).equals("bucket")
                        ? Expressions.bucket(column, count)
                        : Expressions.truncate(column, count);
            }
            return switch (transform) {
                case "hour" -> Expressions.hour(column);
                case "day" -> Expressions.day(column);
                case "month" -> Expressions.month(column);
                default -> Expressions.ref(column);
            };
        }

        void addTo(PartitionSpec.Builder spec, org.apache.iceberg.Schema schema) {
            String name = fieldName(schema);
            Matcher number = WITH_NUMBER.matcher(transform);
            if (number.matches()) {
                int count = Integer.parseInt(number.group(2));
                if (number.group(1).equals("bucket")) {
                    spec.bucket(column, count, name);
                } else {
                    spec.truncate(column, count, name);
                }
                return;
            }
            switch (transform) {
                case "hour" -> spec.hour(column, name);
                case "day" -> spec.day(column, name);
                case "month" -> spec.month(column, name);
                default -> spec.identity(column);
            }
        }

        /** A name for the field that is no column's. */
        String fieldName(org.apache.iceberg.Schema schema) {
            if (transform.equals("identity")) {
                return column;
            }
            String name = column + "_" + transform.replace("[", "_").replace("]", "");
            while (schema.caseInsensitiveFindField(name) != null) {
                name += "_part";
            }
            return name;
        }

        Clustering clustering() {
            Matcher number = WITH_NUMBER.matcher(transform);
            if (!number.matches()) {
                return new Clustering.Identity(column);
            }
            int count = Integer.parseInt(number.group(2));
            return number.group(1).equals("bucket")
                    ? new Clustering.Bucket(column, count)
                    : new Clustering.Truncate(column, count);
        }
    }

    /** What a layout asks for, with columns named as the table names them. */
    static List<Part> parts(Lake.Layout layout, org.apache.iceberg.Schema schema) {
        List<Part> parts = new ArrayList<>();
        layout.time().ifPresent(time -> parts.add(Part.of(time)));
        layout.clustering().forEach(clustering -> parts.add(Part.of(clustering)));
        return parts.stream()
                .map(part ->
                        new Part(schema.caseInsensitiveFindField(part.column()).name(), part.transform()))
                .distinct()
                .toList();
    }

    static List<Part> parts(PartitionSpec spec) {
        return spec.fields().stream().map(field -> Part.of(field, spec)).toList();
    }

    static Optional<WriteSpec.TimeSplit> timeSplit(PartitionSpec spec) {
        return TimeColumn.of(spec).map(time -> new WriteSpec.TimeSplit(time.name(), time.grain()));
    }

    static List<Clustering> clustering(PartitionSpec spec) {
        List<Part> parts = parts(spec);
        return order(spec).stream()
                .skip(TimeColumn.of(spec).isPresent() ? 1 : 0)
                .map(i -> parts.get(i).clustering())
                .toList();
    }

    /** The positions of the spec's fields in the order that engines use: time, then the others. */
    private static List<Integer> order(PartitionSpec spec) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < spec.fields().size(); i++) {
            order.add(i);
        }
        TimeColumn.of(spec).ifPresent(time -> {
            order.remove((Integer) time.position());
            order.add(0, time.position());
        });
        return order;
    }

    /** Makes {@code data} the partition of a written file as Iceberg holds it. */
    static void fill(PartitionData data, PartitionSpec spec, List<Object> values) {
        List<Integer> order = order(spec);
        if (order.size() != values.size()) {
            throw new IllegalArgumentException("Invalid file: it is split by " + values.size()
                    + " values, but its table is split by " + order.size() + ": " + spec);
        }
        for (int i = 0; i < order.size(); i++) {
            int position = order.get(i);
            data.set(position, value(values.get(i), data.getType(position)));
        }
    }

    private static Object value(Object value, Type type) {
        if (value instanceof LocalDate date) {
            return Math.toIntExact(date.toEpochDay());
        }
        if (value instanceof Integer number && type.typeId() == Type.TypeID.LONG) {
            return number.longValue();
        }
        boolean fits = value == null || type.typeId().javaClass().isInstance(value);
        if (!fits) {
            throw new IllegalArgumentException("Invalid file: it is split by the "
                    + value.getClass().getSimpleName() + " '" + value + "', but the partition's type is '" + type
                    + "'");
        }
        return value;
    }

    /** The ordinal of a file's time partition; null where its rows have no time. */
    static Integer ordinal(TimeColumn time, org.apache.iceberg.StructLike partition) {
        return partition.get(time.position(), Integer.class);
    }
}
