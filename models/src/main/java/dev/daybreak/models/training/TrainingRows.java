package dev.daybreak.models.training;

import dev.daybreak.models.boosting.Matrix;
import dev.daybreak.models.features.Encoding;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Everything that a training reads, column by column, in an order that depends on nothing but the values.
 *
 * @param features by column and kind
 * @param held 1 for rows of the holdout and 0 for others, where the split is by time; else empty
 * @param group the group of each row as a category, where the split is by group; else empty
 */
record TrainingRows(Map<Source, FloatColumn> features, FloatColumn label, FloatColumn held, FloatColumn group) {
    /** Without rows; where the features are these. */
    static TrainingRows empty(Set<Source> sources) {
        Map<Source, FloatColumn> features = new LinkedHashMap<>();
        sources.forEach(source -> features.put(source, new FloatColumn()));
        return new TrainingRows(features, new FloatColumn(), new FloatColumn(), new FloatColumn());
    }

    int rows() {
        return label.rows();
    }

    /** Numbers of all columns together. */
    long values() {
        return (long) rows() * (features.size() + 1) + held.rows() + group.rows();
    }

    /** Adds rows with the same columns, none of which stands by group, and says whether they are held out. */
    void addAll(TrainingRows others, boolean areHeld) {
        features.forEach((source, column) -> column.addAll(others.features.get(source)));
        label.addAll(others.label);
        held.addRepeated(areHeld ? 1 : 0, others.rows());
    }

    /** Gives memory back that is not needed, when all rows are there. */
    TrainingRows trimmed() {
        features.values().forEach(FloatColumn::trimmed);
        label.trimmed();
        held.trimmed();
        group.trimmed();
        return this;
    }

    /** The rows of one part, to be kept when the others are not needed any more. */
    TrainingRows only(Parts parts, byte part) {
        IntPredicate wanted = row -> parts.of(row) == part;
        Map<Source, FloatColumn> some = new LinkedHashMap<>();
        features.forEach((source, column) -> some.put(source, column.only(wanted)));
        return new TrainingRows(
                some,
                label.only(wanted),
                held.rows() == 0 ? held : held.only(wanted),
                group.rows() == 0 ? group : group.only(wanted));
    }

    /** How values become numbers, as these rows teach it: categories are those of rows that are trained on. */
    List<Encoding> encodings(List<Feature> wanted, Schema schema, Parts parts) {
        List<Encoding> encodings = new ArrayList<>();
        for (Feature feature : wanted) {
            var column = schema.find(feature.column()).orElseThrow();
            Source source = Source.of(feature);
            List<String> categories = source.isCategorical() ? seen(features.get(source), parts) : List.of();
            encodings.add(
                    new Encoding(column.name(), feature.kind(), column.type().toString(), categories));
        }
        return encodings;
    }

    private static List<String> seen(FloatColumn column, Parts parts) {
        boolean[] used = new boolean[column.categories().size()];
        for (int row = 0; row < column.rows(); row++) {
            float place = column.at(row);
            if (!Float.isNaN(place) && parts.of(row) != Parts.HOLDOUT) {
                used[(int) place] = true;
            }
        }
        TreeSet<String> categories = new TreeSet<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                categories.add(column.categories().get(i));
            }
        }
        return List.copyOf(categories);
    }

    /** The rows of a part as a model with these encodings reads them. */
    Matrix matrix(List<Encoding> encodings, Parts parts, byte part) {
        int width = encodings.size();
        float[] values = new float[Math.multiplyExact(parts.count(part), width)];
        for (int i = 0; i < width; i++) {
            Encoding encoding = encodings.get(i);
            FloatColumn column = features.get(Source.of(encoding));
            float[] codes = encoding.isCategorical() ? codes(encoding, column) : new float[0];
            int target = i;
            for (int row = 0; row < column.rows(); row++) {
                if (parts.of(row) == part) {
                    float value = column.at(row);
                    values[target] = codes.length == 0 || Float.isNaN(value) ? value : codes[(int) value];
                    target += width;
                }
            }
        }
        return new Matrix(values, parts.count(part), width);
    }

    private static float[] codes(Encoding encoding, FloatColumn column) {
        float[] codes = new float[column.categories().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = encoding.code(column.categories().get(i));
        }
        return codes;
    }

    float[] labels(Parts parts, byte part) {
        float[] labels = new float[parts.count(part)];
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            if (parts.of(row) == part) {
                labels[next++] = label.at(row);
            }
        }
        return labels;
    }
}
