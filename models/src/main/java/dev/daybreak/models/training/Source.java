package dev.daybreak.models.training;

import dev.daybreak.models.features.Encoding;
import dev.daybreak.project.asset.ModelAsset.Feature;
import dev.daybreak.project.asset.ModelAsset.FeatureKind;
import java.util.Locale;

/** A column that is read as a feature: of the model that is trained, of its champion, or of both. */
record Source(String column, FeatureKind kind) {
    Source {
        column = column.toLowerCase(Locale.ROOT);
    }

    static Source of(Feature feature) {
        return new Source(feature.column(), feature.kind());
    }

    static Source of(Encoding encoding) {
        return new Source(encoding.column(), encoding.kind());
    }

    boolean isCategorical() {
        return kind == FeatureKind.CATEGORICAL;
    }
}
