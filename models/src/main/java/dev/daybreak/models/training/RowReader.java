package dev.daybreak.models.training;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.asset.ModelAsset.GroupSplit;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Reads training rows through the engine. The engine sorts them by the time column and then by every column that is read, so
 * two rows that change places are equal in all that training sees: files, threads and plans of the engine have no influence.
 */
final class RowReader {
    private static final int PROGRESS_ROWS = 1 << 16;

    private final Session session;
    private final String table;
    private final Schema schema;
    private final ModelAsset model;

    /** @param table the name under which the session knows the pinned training table */
    RowReader(Session session, String table, Schema schema, ModelAsset model) {
        this.session = session;
        this.table = table;
        this.schema = schema;
        this.model = model;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Reads the model's features and others.
     *
     * @param more features of other models, each in the table; they have no influence on the model's own part of the rows
     * @param cut given where the split is by time
     * @param progress told how many rows were read, from time to time
     */
    TrainingRows read(Set<Source> more, Optional<TimeCut> cut, ZoneId zone, IntConsumer progress) {
        TrainingRows target = TrainingRows.empty(sources(more));
        try (Rows rows = session.query(sql(more, cut, zone))) {
            fill(target, rows, cut.isPresent(), progress);
        }
        return target;
    }

    /** The model's features, and then those that are not among them. */
    Set<Source> sources(Set<Source> more) {
        Set<Source> sources = new LinkedHashSet<>();
        model.features().forEach(feature -> sources.add(Source.of(feature)));
        sources.addAll(more);
        return sources;
    }

    private void fill(TrainingRows target, Rows rows, boolean hasCut, IntConsumer progress) {
        Source[] sources = target.features().keySet().toArray(new Source[0]);
        FloatColumn[] columns = target.features().values().toArray(new FloatColumn[0]);
        boolean grouped = model.split() instanceof GroupSplit;
        int label = sources.length;
        int count = 0;
        while (rows.next()) {
            for (int i = 0; i < sources.length; i++) {
                if (sources[i].kind() == FeatureKind.CATEGORICAL) {
                    columns[i].addCategory(rows.value(i));
                } else {
                    float value = (float) rows.doubleValue(i);
                    columns[i].add(
                            sources[i].kind() == FeatureKind.BOOLEAN && value != 0 && !Float.isNaN(value) ? 1 : value);
                }
            }
            target.label().add((float) rows.doubleValue(label));
            if (hasCut) {
                target.held().add((float) rows.doubleValue(label + 1));
            } else if (grouped) {
                target.group().addCategory(rows.value(label + 1));
            }
            if (++count % PROGRESS_ROWS == 0) {
                progress.accept(count);
            }
        }
    }

    /** What {@link #read} asks the engine. */
    String sql(Set<Source> more, Optional<TimeCut> cut, ZoneId zone) {
        Set<Source> sources = sources(more);
        int own = sources(Set.of()).size();
        List<String> columns = new ArrayList<>();
        sources.forEach(source -> columns.add(value(source)));
        columns.add(name(model.label()));
        Optional<Column> time = model.timeColumn().flatMap(schema::find);
        if (cut.isPresent()) {
            String column = quoted(time.orElseThrow().name());
            columns.add("CASE WHEN " + column + " IS NULL THEN NULL WHEN " + column + " >= "
                    + cut.get().literal(time.get(), zone) + " THEN 1 ELSE 0 END AS daybreak_held");
        } else if (model.split() instanceof GroupSplit group) {
            columns.add(name(group.column()));
        }
        List<String> order = new ArrayList<>();
        time.ifPresent(column -> order.add(quoted(column.name())));
        IntStream.concat(
                        IntStream.concat(
                                IntStream.rangeClosed(1, own),
                                IntStream.rangeClosed(sources.size() + 1, columns.size())),
                        IntStream.rangeClosed(own + 1, sources.size()))
                .forEach(column -> order.add(Integer.toString(column)));
        return "SELECT " + String.join(", ", columns) + " FROM " + quoted(table) + " ORDER BY "
                + String.join(", ", order);
    }

    /** Numbers come as the floats that training sees: half as much to sort. What no float can hold is infinite. */
    private String value(Source source) {
        String column = name(source.column());
        return source.kind() == FeatureKind.NUMERIC
                ? "COALESCE(TRY_CAST(" + column + " AS REAL), CASE WHEN " + column
                        + " IS NOT NULL THEN CAST('Infinity' AS REAL) END)"
                : column;
    }

    private String name(String column) {
        return quoted(schema.find(column).orElseThrow().name());
    }
}
