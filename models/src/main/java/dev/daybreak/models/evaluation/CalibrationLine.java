package dev.daybreak.models.evaluation;

import dev.daybreak.models.evaluation.Curves.Point;
import java.util.ArrayList;
import java.util.List;

/** Mean predictions against mean labels, of rows in the order of their predictions. Equal predictions stay together. */
final class CalibrationLine {
    private static final int PARTS = 10;

    private final List<Point> points = new ArrayList<>();
    private final int total;
    private long seen;
    private long rows;
    private double predicted;
    private double observed;

    /** @param total how many rows there will be */
    CalibrationLine(int total) {
        this.total = total;
    }

    /**
     * Rows with one prediction.
     *
     * @param labels their sum
     */
    void add(int count, double prediction, double labels) {
        seen += count;
        rows += count;
        predicted += count * prediction;
        observed += labels;
        // As many parts are full by now; the last row fills the last.
        if (seen * PARTS / total > (seen - rows) * PARTS / total) {
            points.add(new Point(predicted / rows, observed / rows));
            rows = 0;
            predicted = 0;
            observed = 0;
        }
    }

    /** In the order in which rows came. */
    List<Point> points() {
        return points;
    }
}
