package dev.daybreak.models.boosting;

import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Very many rows in XGBoost's own memory, to be predicted by one model or several. Not thread-safe. */
public final class ManyRows implements AutoCloseable {
    private final DMatrix matrix;

    public ManyRows(Matrix rows) {
        XGBoostLibrary.load();
        try {
            matrix = new DMatrix(rows.values(), rows.rows(), rows.columns(), Float.NaN);
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    DMatrix matrix() {
        return matrix;
    }

    @Override
    public void close() {
        matrix.dispose();
    }
}
