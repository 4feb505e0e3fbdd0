package dev.daybreak.models.features;

import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * How the values of one feature become numbers.
 *
 * @param type of the column, as project files write types
 * @param categories of a categorical feature, sorted; the code of a value is its place, and a value that is not there is missing
 */
public record Encoding(String column, FeatureKind kind, String type, List<String> categories) {
    public Encoding {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
        categories = List.copyOf(categories);
    }

    /** Whether values of a column can be read as a feature of a kind. */
    public static boolean fits(FeatureKind kind, DataType type) {
        boolean whole = type == Primitive.INT || type == Primitive.LONG;
        return switch (kind) {
            case NUMERIC -> type.isNumeric();
            case BOOLEAN -> type == Primitive.BOOLEAN || whole;
            case CATEGORICAL -> type == Primitive.STRING || whole;
        };
    }

    /** The code of a category, or NaN for an unseen one. */
    public float code(String category) {
        int index = Collections.binarySearch(categories, category);
        return index < 0 ? Float.NaN : index;
    }

    public boolean isCategorical() {
        return kind == FeatureKind.CATEGORICAL;
    }
}
