package dev.daybreak.models.boosting;

import java.io.IOException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A trained ensemble that predicts. Predicting is thread-safe; closing while a prediction runs is not. */
public final class Trees implements AutoCloseable {
    private final Booster booster;

    /** @param booster is closed with this */
    Trees(Booster booster) {
        this.booster = booster;
    }

    /**
     * @param model as {@link Trainer} gives it
     * @param threads of one prediction; 1 for an endpoint, whose requests run side by side
     * @throws IllegalArgumentException if the bytes are no model of XGBoost
     */
    public static Trees load(byte[] model, int threads) {
        XGBoostLibrary.load();
        try {
            Booster booster = XGBoost.loadModel(model);
            booster.setParam("nthread", threads);
            return new Trees(booster);
        } catch (XGBoostError | IOException e) {
            throw new IllegalArgumentException("Not a model of XGBoost: " + Trainer.firstLine(e), e);
        }
    }

    /** How many values a row has. */
    public int features() {
        try {
            return Math.toIntExact(booster.getNumFeature());
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    /** One prediction per row, for a few rows: nothing is built beforehand. */
    public float[] predict(Matrix rows) {
        if (rows.rows() == 0) {
            return new float[0];
        }
        try {
            return first(booster.inplace_predict(rows.values(), rows.rows(), rows.columns(), Float.NaN));
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    /** One prediction per row: quicker than {@link #predict(Matrix)} from some ten thousand rows on, and equal. */
    public float[] predict(ManyRows rows) {
        try {
            return first(booster.predict(rows.matrix()));
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] first(float[][] predictions) {
        float[] scores = new float[predictions.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = predictions[i][0];
        }
        return scores;
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
