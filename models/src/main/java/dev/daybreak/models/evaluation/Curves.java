package dev.daybreak.models.evaluation;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Lines that show what single figures hide. Each has at most {@value #MOST_POINTS} points, whatever the number of rows, and the same rows give the
 * same points.
 *
 * @param roc x: the share of rows with label 0, y: the share of rows with label 1 that score as high or higher; from (0, 0) to (1, 1). Empty for a
 *     regression
 * @param precisionRecall x: recall, rising to 1; y: precision there. Empty for a regression
 * @param calibration x: the mean prediction, y: the mean label of rows with neighbouring predictions, rising in x; about a tenth of the rows each, and
 *     more where predictions are equal
 */
public record Curves(List<Point> roc, List<Point> precisionRecall, List<Point> calibration) {
    /** Of one line. */
    public static final int MOST_POINTS = 200;

    /** Into so many parts a line is divided; one point for each, and one to begin with, are not too many. */
    static final int PARTS = MOST_POINTS - 2;

    private static final MathContext DIGITS = new MathContext(6);

    /** Six digits are more than anybody can see. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Point(double x, double y) {
        public Point {
            x = rounded(x);
            y = rounded(y);
        }

        private static double rounded(double value) {
            return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
        }
    }

    public Curves {
        roc = List.copyOf(roc);
        precisionRecall = List.copyOf(precisionRecall);
        calibration = List.copyOf(calibration);
    }
}
