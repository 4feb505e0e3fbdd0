package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.quality.Checks;
import dev.daybreak.sql.text.BoundSql;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Neighbouring partitions of a table, to be computed by several engines from the same snapshots. */
final class ParityQuery {
    private final Graph.Node node;
    private final TableAsset asset;
    private final PinnedInputs inputs;
    private final DataInterval first;
    private final DataInterval last;
    private final DataInterval interval;
    private final Settings settings;

    /** @param node a SQL table */
    ParityQuery(Graph.Node node, PinnedInputs inputs, DataInterval first, DataInterval last, Settings settings) {
        this.node = node;
        this.asset = (TableAsset) node.asset();
        this.inputs = inputs;
        this.first = first;
        this.last = last;
        this.interval = first.span(last);
        this.settings = settings;
    }

    /**
     * What an engine yields, with the types that would be published.
     *
     * @param areAll whether these are all rows
     */
    record Few(Schema schema, List<List<Object>> rows, boolean areAll) {
        /** The rows with their columns in the order of a schema that has the same. */
        List<List<Object>> by(Schema order) {
            List<String> names =
                    schema.names().stream().map(ParityQuery::folded).toList();
            List<Integer> places = order.names().stream()
                    .map(name -> names.indexOf(folded(name)))
                    .toList();
            List<List<Object>> ordered = new ArrayList<>();
            for (List<Object> row : rows) {
                List<Object> values = new ArrayList<>();
                places.forEach(place -> values.add(row.get(place)));
                ordered.add(values);
            }
            return ordered;
        }
    }

    /** What an engine wrote. */
    record Written(Schema schema, List<WrittenFile> files) {
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

    /** Whether only what is written can be compared: an engine casts to a contract as it writes, and checks are asked of files. */
    boolean mustBeWritten() {
        return asset.columns().isPresent() || !asset.checks().isEmpty();
    }

    /** Reads the first rows, which is much quicker than to write them. */
    Few read(ParitySide side, int most) {
        TableQuery query = query(side);
        BoundSql bound = asset.timePartition().isEmpty() ? query.bind(interval, false) : bound(side.session(), query);
        return SqlPlaces.located(asset, bound, () -> {
            try (Rows rows = side.session().query(bound.text())) {
                Schema schema = OutputSchema.of(node, rows.schema());
                List<List<Object>> few = new ArrayList<>();
                boolean areMore = rows.next();
                while (areMore && few.size() < most) {
                    few.add(row(rows, schema));
                    areMore = rows.next();
                }
                return new Few(schema, few, !areMore);
            }
        });
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private List<Object> row(Rows rows, Schema schema) {
        List<Object> row = new ArrayList<>();
        for (int column = 0; column < schema.columns().size(); column++) {
            row.add(published(rows.value(column), schema.columns().get(column).type()));
        }
        return row;
    }

    /** A value as it would be written to a column. */
    private Object published(Object value, DataType type) {
        if (value instanceof Integer number && type == Primitive.LONG) {
            return number.longValue();
        }
        return value instanceof Instant instant && type == Primitive.TIMESTAMP
                ? LocalDateTime.ofInstant(instant, settings.zone())
                : value;
    }

    /**
     * Writes all rows into a folder.
     *
     * @param prefix with which the names of the files begin
     */
    Written write(ParitySide side, Path folder, String prefix) {
        BoundSql bound = bound(side.session(), query(side));
        Schema schema = schema(side.session(), bound);
        WriteSpec spec = spec(schema, folder, prefix);
        return new Written(
                schema, SqlPlaces.located(asset, bound, () -> side.session().write(bound.text(), spec)));
    }

    /** What the table's checks say, on the engine that wrote the rows. */
    List<CheckOutcome> check(ParitySide side, Written written) {
        if (asset.checks().isEmpty()) {
            return List.of();
        }
        side.register("audited", written.relation());
        return Checks.evaluate(side.session(), "audited", written.schema(), asset.checks());
    }

    private TableQuery query(ParitySide side) {
        TableQuery query = new TableQuery(asset, side.session(), inputs, settings);
        query.register(side::register, first, last);
        return query;
    }

    private BoundSql bound(Session session, TableQuery query) {
        BoundSql wall = query.bind(interval, false);
        boolean cutsInstants = asset.timePartition()
                .flatMap(time -> schema(session, wall).find(time.column()))
                .filter(column -> column.type() == Primitive.TIMESTAMPTZ)
                .isPresent();
        return cutsInstants ? query.bind(interval, true) : wall;
    }

    private Schema schema(Session session, BoundSql bound) {
        return SqlPlaces.located(asset, bound, () -> OutputSchema.of(node, session.describe(bound.text())));
    }

    /** Columns get the ids 1, 2, 3 and so on, and what is nested in them those after the last. */
    static WriteSpec spec(Schema schema, Path folder, String prefix) {
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
}
