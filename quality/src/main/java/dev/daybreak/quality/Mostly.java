package dev.daybreak.quality;

import java.util.List;
import java.util.Locale;

/**
 * Judges a rule on rows from two counts: rows evaluated, and those among them that do not hold. The share that holds must be
 * at least {@code share}; with no rows to evaluate the rule holds.
 *
 * @param must ends the sentence "but ...": what every row must be
 */
record Mostly(double share, String must) implements Measurement.Judge {
    static final Parameter PARAMETER = Parameter.optional("mostly", ParameterKind.SHARE);

    static Mostly of(Arguments arguments, String must) {
        return new Mostly(arguments.number("mostly", 1.0), must);
    }

    @Override
    public Verdict judge(List<Object> values) {
        return judge(((Number) values.get(0)).longValue(), ((Number) values.get(1)).longValue());
    }

    Verdict judge(long evaluated, long unexpected) {
        boolean success = evaluated == 0 || (evaluated - unexpected) / (double) evaluated >= share;
        return new Verdict(success, null, evaluated, unexpected, success ? "" : reason(evaluated, unexpected));
    }

    private String reason(long evaluated, long unexpected) {
        String counted = String.format(
                Locale.ROOT,
                "%d of %d rows (%.4g %%) do not hold: ",
                unexpected,
                evaluated,
                100.0 * unexpected / evaluated);
        String allowance = share < 1 ? String.format(Locale.ROOT, " in at least %s of the rows", share) : "";
        return counted + must + allowance;
    }
}
