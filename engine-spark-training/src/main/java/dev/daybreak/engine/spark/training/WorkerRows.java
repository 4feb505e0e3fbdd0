package dev.daybreak.engine.spark.training;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.DMatrix;
import ml.dmlc.xgboost4j.scala.spark.Watches;
import scala.Option;
import scala.runtime.AbstractFunction0;

/** The rows of one worker, which it reads itself, on the machine on which it trains. */
final class WorkerRows extends AbstractFunction0<Watches> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String folder;
    private final int worker;
    private final int workers;

    /** @param worker from 0 */
    WorkerRows(Path folder, int worker, int workers) {
        this.folder = folder.toString();
        this.worker = worker;
        this.workers = workers;
    }

    @Override
    public Watches apply() {
        try {
            Request request = Request.read(Path.of(folder));
            DMatrix training = matrix(request, request.training().stretch(worker, workers));
            if (!request.stopsEarly()) {
                return new Watches(new DMatrix[] {training}, new String[] {"train"}, Option.empty());
            }
            DMatrix stopping = matrix(request, request.stopping().stretch(worker, workers));
            return new Watches(new DMatrix[] {training, stopping}, new String[] {"train", "stopping"}, Option.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    static DMatrix matrix(Request request, RowsFile.Rows rows) throws XGBoostError {
        boolean[] categorical = request.categorical();
        DMatrix matrix = new DMatrix(rows.values(), rows.labels().length, categorical.length, Float.NaN);
        String[] types = new String[categorical.length];
        boolean any = false;
        for (int i = 0; i < types.length; i++) {
            types[i] = categorical[i] ? "c" : "q";
            any |= categorical[i];
        }
        if (any) {
            matrix.setFeatureTypes(types);
        }
        matrix.setLabel(rows.labels());
        return matrix;
    }
}
