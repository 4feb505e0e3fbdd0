package dev.daybreak.models.evaluation;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One condition of a gate: {@code auc > 0.8}, {@code rmse <= champion.rmse}, {@code auc >= champion.auc - 0.005}.
 *
 * @param championMetric the champion's metric that {@code number} is added to; empty if the bound is {@code number} itself
 */
public record Condition(String metric, Operator operator, Optional<String> championMetric, double number) {
    /** What a message lists as permitted. */
    public static final String PERMITTED =
            "a metric, one of > >= < <=, and a number or champion.metric with + or - a number, such as 'auc >= champion.auc - 0.005'";

    private static final String NUMBER = "\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";
    private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)\\s*(>=|<=|>|<)\\s*(?:(-?" + NUMBER
            + ")|champion\\.(\\w+)(?:\\s*([+-])\\s*(" + NUMBER + "))?)\\s*");

    /** How a metric is compared with its bound. */
    public enum Operator {
        GREATER(">") {
            @Override
            boolean holds(double value, double bound) {
                return value > bound;
            }
        },
        AT_LEAST(">=") {
            @Override
            boolean holds(double value, double bound) {
                return value >= bound;
            }
        },
        LESS("<") {
            @Override
            boolean holds(double value, double bound) {
                return value < bound;
            }
        },
        AT_MOST("<=") {
            @Override
            boolean holds(double value, double bound) {
                return value <= bound;
            }
        };

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** False for a value or bound that is not a number. */
        abstract boolean holds(double value, double bound);

        static Operator of(String symbol) {
            for (Operator operator : values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException(symbol);
        }
    }

    /** What came of a condition, in words: {@code auc 0.853 > 0.8}, or {@code auc 0.620 is not > 0.8}. */
    public record Finding(boolean holds, String words) {}

    public Condition {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(championMetric, "championMetric");
    }

    /** The condition a text stands for, or empty if it has another form. Names of metrics are not looked at. */
    public static Optional<Condition> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Operator operator = Operator.of(matcher.group(2));
        if (matcher.group(3) != null) {
            return Optional.of(
                    new Condition(matcher.group(1), operator, Optional.empty(), Double.parseDouble(matcher.group(3))));
        }
        double offset = matcher.group(6) == null ? 0 : Double.parseDouble(matcher.group(6));
        double signed = "-".equals(matcher.group(5)) ? -offset : offset;
        return Optional.of(new Condition(matcher.group(1), operator, Optional.of(matcher.group(4)), signed));
    }

    /**
     * Judges a version. Where nothing is in production a condition on the champion holds; where the champion cannot be
     * measured it does not, since nobody knows whether the version is better.
     */
    public Finding judge(Map<String, Metric> metrics, Rival rival) {
        double value = metrics.containsKey(metric) ? metrics.get(metric).value() : Double.NaN;
        if (championMetric.isEmpty()) {
            return finding(value, number, shortest(number));
        }
        if (rival instanceof Rival.Measured champion) {
            return against(champion.metrics().get(championMetric.get()), value);
        }
        return rival instanceof Rival.Unmeasured unmeasured
                ? notComparable(unmeasured.why())
                : new Finding(true, "no champion to compare " + metric + " with");
    }

    private Finding against(Metric rival, double value) {
        String name = championMetric.orElseThrow();
        if (rival == null) {
            return notComparable("the champion has no " + name);
        }
        String offset = number == 0 ? "" : (number < 0 ? " - " : " + ") + shortest(Math.abs(number));
        String bound = "champion." + name + offset + " (" + Metric.format(rival.value()) + offset + ")";
        return finding(value, rival.value() + number, bound);
    }

    private Finding notComparable(String why) {
        return new Finding(
                false, metric + " cannot be compared: " + why + "; promote a version by hand, or change the gate");
    }

    private Finding finding(double value, double bound, String boundText) {
        boolean holds = operator.holds(value, bound);
        String words =
                metric + " " + Metric.format(value) + (holds ? " " : " is not ") + operator.symbol + " " + boundText;
        return new Finding(holds, words);
    }

    private static String shortest(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
