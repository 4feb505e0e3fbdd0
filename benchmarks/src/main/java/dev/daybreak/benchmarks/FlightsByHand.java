package dev.daybreak.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The other side of the flights benchmark: the features and the 21 weekly retrains of {@code examples/flights}, written by
 * hand on DuckDB and XGBoost with nothing around them: no lake, no checks, no history, no second chance.
 */
public final class FlightsByHand {
    private static final LocalDate FIRST = LocalDate.of(2001, 2, 4);
    private static final int WEEKS = 21;
    private static final int TRAINING_DAYS = 30;
    private static final int FEATURES = 18;

    private FlightsByHand() {}

    /** @param args the folder with flights-3m.parquet and airports.csv; and how many weeks to train, if not all 21 */
    public static void main(String[] args) throws SQLException, XGBoostError {
        int weeks = args.length > 1 ? Integer.parseInt(args[1]) : WEEKS;
        long start = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("SET memory_limit = '1GB'");
            features(statement, args[0]);
            System.out.printf("features %.1f s%n", seconds(start));
            double sum = 0;
            for (int week = 0; week < weeks; week++) {
                double auc = retrain(statement, FIRST.plusWeeks(week));
                System.out.printf("%s auc %.4f%n", FIRST.plusWeeks(week), auc);
                sum += auc;
            }
            System.out.printf("{\"seconds\": %.2f, \"mean_auc\": %.4f}%n", seconds(start), sum / weeks);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void features(Statement statement, String folder) throws SQLException {
        statement.execute("CREATE TEMP TABLE airports AS SELECT * FROM read_csv('" + folder + "/airports.csv')");
        statement.execute(
                """
                CREATE TEMP TABLE flights AS
                SELECT f.*, f.date + INTERVAL 1 HOUR * CASE WHEN a.longitude > -85.5 THEN 0 WHEN a.longitude <= -153 THEN 5
                           WHEN a.longitude <= -130 THEN 4 WHEN a.longitude <= -114.5 THEN 3 WHEN a.longitude <= -102 THEN 2
                           ELSE 1 END AS leaves
                FROM read_parquet('%s/flights-3m.parquet') f LEFT JOIN airports a ON a.iata = f.origin"""
                        .formatted(folder));
        statement.execute(
                """
                CREATE TEMP TABLE route_days AS
                SELECT origin, destination, CAST(date AS DATE) AS day, COUNT(*) AS flights,
                       SUM(CASE WHEN delay > 15 THEN 1 ELSE 0 END) AS late
                FROM flights GROUP BY ALL""");
        for (String[] level :
                new String[][] {{"route", "origin, destination"}, {"origin", "origin"}, {"destination", "destination"}
                }) {
            statement.execute(
                    """
                    CREATE TEMP TABLE %1$s_past AS
                    SELECT %2$s, day,
                           SUM(SUM(late)) OVER month / SUM(SUM(flights)) OVER month AS late_28d,
                           SUM(SUM(late)) OVER week / SUM(SUM(flights)) OVER week AS late_3d
                    FROM route_days GROUP BY %2$s, day
                    WINDOW month AS (PARTITION BY %2$s ORDER BY day
                                     RANGE BETWEEN INTERVAL 29 DAYS PRECEDING AND INTERVAL 2 DAYS PRECEDING),
                           week AS (PARTITION BY %2$s ORDER BY day
                                    RANGE BETWEEN INTERVAL 4 DAYS PRECEDING AND INTERVAL 2 DAYS PRECEDING)"""
                            .formatted(level[0], level[1]));
        }
        statement.execute(
                """
                CREATE TEMP TABLE landed AS
                SELECT origin, destination, least(delay, 180) AS delay, CASE WHEN delay > 15 THEN 1 ELSE 0 END AS late,
                       date_trunc('hour', leaves + INTERVAL 1 MINUTE * CAST(30 + distance / 8 + greatest(delay, 0) AS INTEGER)) AS hour
                FROM flights""");
        for (String[] level : new String[][] {{"out_of", "origin"}, {"into", "destination"}, {"everywhere", "'all'"}}) {
            statement.execute(
                    """
                    CREATE TEMP TABLE %s_hours AS
                    SELECT %s AS airport, hour + INTERVAL 1 HOUR * k AS hour, SUM(late) / COUNT(*) AS late_3h, AVG(delay) AS delay_3h
                    FROM landed, (VALUES (1), (2), (3)) AS hours (k)
                    GROUP BY ALL"""
                            .formatted(level[0], level[1]));
        }
        statement.execute(
                """
                CREATE TEMP TABLE departures AS
                SELECT f.leaves, f.delay > 15 AS late, r.late_28d AS route_late_28d,
                       o.late_3d AS origin_late_3d, o.late_28d AS origin_late_28d, d.late_3d AS destination_late_3d,
                       h.late_3h AS origin_out_late_3h, h.delay_3h AS origin_out_delay_3h,
                       i.late_3h AS origin_in_late_3h, i.delay_3h AS origin_in_delay_3h,
                       t.late_3h AS destination_in_late_3h, t.delay_3h AS destination_in_delay_3h,
                       e.late_3h AS everywhere_late_3h,
                       EXTRACT(hour FROM f.date) * 60 + EXTRACT(minute FROM f.date) AS minute_of_day, EXTRACT(isodow FROM f.date) AS day_of_week, f.distance,
                       a.latitude AS origin_latitude, a.longitude AS origin_longitude,
                       b.latitude AS destination_latitude, b.longitude AS destination_longitude
                FROM flights f
                LEFT JOIN route_past r ON r.origin = f.origin AND r.destination = f.destination AND r.day = CAST(f.leaves AS DATE)
                LEFT JOIN origin_past o ON o.origin = f.origin AND o.day = CAST(f.leaves AS DATE)
                LEFT JOIN destination_past d ON d.destination = f.destination AND d.day = CAST(f.leaves AS DATE)
                LEFT JOIN out_of_hours h ON h.airport = f.origin AND h.hour = date_trunc('hour', f.leaves) - INTERVAL 1 HOUR
                LEFT JOIN into_hours i ON i.airport = f.origin AND i.hour = date_trunc('hour', f.leaves) - INTERVAL 2 HOURS
                LEFT JOIN into_hours t ON t.airport = f.destination AND t.hour = date_trunc('hour', f.leaves) - INTERVAL 2 HOURS
                LEFT JOIN everywhere_hours e ON e.hour = date_trunc('hour', f.leaves) - INTERVAL 2 HOURS
                LEFT JOIN airports a ON a.iata = f.origin
                LEFT JOIN airports b ON b.iata = f.destination""");
    }

    private static double retrain(Statement statement, LocalDate week) throws SQLException, XGBoostError {
        Rows training = rows(statement, week.minusDays(TRAINING_DAYS), week);
        Rows holdout = rows(statement, week, week.plusWeeks(1));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "binary:logistic");
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", 8);
        parameters.put("eta", 0.1);
        parameters.put("min_child_weight", 20);
        parameters.put("subsample", 0.8);
        parameters.put("colsample_bytree", 0.6);
        parameters.put("nthread", 2);
        parameters.put("seed", 1);
        DMatrix matrix = training.matrix();
        DMatrix unseen = holdout.matrix();
        Booster booster = XGBoost.train(matrix, parameters, 100, Map.of(), null, null);
        double auc = auc(booster.predict(unseen), holdout.labels);
        matrix.dispose();
        unseen.dispose();
        booster.dispose();
        return auc;
    }

    /** Rows of features, one after the other, with their labels. */
    private static final class Rows {
        private final float[] values;
        private final float[] labels;

        Rows(float[] values, float[] labels) {
            this.values = values;
            this.labels = labels;
        }

        DMatrix matrix() throws XGBoostError {
            DMatrix matrix = new DMatrix(values, labels.length, FEATURES, Float.NaN);
            matrix.setLabel(labels);
            return matrix;
        }
    }

    private static Rows rows(Statement statement, LocalDate from, LocalDate to) throws SQLException {
        try (ResultSet result =
                statement.executeQuery("SELECT * EXCLUDE (leaves) FROM departures WHERE leaves >= DATE '" + from
                        + "' AND leaves < DATE '" + to + "'")) {
            float[] values = new float[FEATURES * (1 << 20)];
            float[] labels = new float[1 << 20];
            int rows = 0;
            while (result.next()) {
                labels[rows] = result.getBoolean(1) ? 1 : 0;
                for (int column = 0; column < FEATURES; column++) {
                    float value = result.getFloat(column + 2);
                    values[rows * FEATURES + column] = result.wasNull() ? Float.NaN : value;
                }
                rows++;
            }
            return new Rows(Arrays.copyOf(values, rows * FEATURES), Arrays.copyOf(labels, rows));
        }
    }

    /** The area under the ROC curve by ranks (Mann-Whitney), ties counted half. */
    private static double auc(float[][] scores, float[] labels) {
        Integer[] order = new Integer[labels.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(scores[a][0], scores[b][0]));
        double positives = 0;
        double ranks = 0;
        for (int i = 0; i < order.length; ) {
            int j = i;
            while (j < order.length && scores[order[j]][0] == scores[order[i]][0]) {
                j++;
            }
            double rank = (i + 1 + j) / 2.0;
            for (; i < j; i++) {
                positives += labels[order[i]];
                ranks += labels[order[i]] * rank;
            }
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * (labels.length - positives));
    }
}
