package dev.daybreak.project;

import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of all rows, chosen by a hash of one column: the same values are in it wherever they stand, so that joins by that column lose nothing.
 *
 * @param percent more than 0, at most 100
 * @param key the column
 */
public record Sample(BigDecimal percent, String key) {
    public static final String PERMITTED = "a percentage above 0% and up to 100%, such as 10%";

    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%\\s*");
    private static final BigDecimal ALL = BigDecimal.valueOf(100);
    private static final Set<Primitive> KEYS = EnumSet.of(Primitive.INT, Primitive.LONG, Primitive.STRING);

    public Sample {
        if (percent.signum() <= 0 || percent.compareTo(ALL) > 0) {
            throw new IllegalArgumentException("no share of rows: " + percent);
        }
    }

    /** Reads {@code 10%}; empty if it is none of {@link #PERMITTED}. */
    public static Optional<BigDecimal> percent(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new BigDecimal(matcher.group(1)))
                        .filter(percent -> percent.signum() > 0 && percent.compareTo(ALL) <= 0)
                : Optional.empty();
    }

    /** The column that most sources have whose name says that it identifies something; of several, the first. */
    public static Optional<String> likelyKey(Collection<SourceAsset> sources) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SourceAsset source : sources) {
            for (Column column : source.columns().columns()) {
                String name = column.name().toLowerCase(Locale.ROOT);
                boolean identifies = name.equals("id") || name.endsWith("_id");
                if (identifies && column.type() instanceof Primitive type && KEYS.contains(type)) {
                    counts.merge(name, 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey);
    }

    /** The first of the eight-digit hexadecimal numbers that are too great for the sample; {@code g}, which is after all, for everything. */
    public String bound() {
        long bound = percent.multiply(BigDecimal.valueOf(1L << 32))
                .divide(ALL)
                .toBigInteger()
                .longValueExact();
        return bound >> 32 > 0 ? "g" : String.format(Locale.ROOT, "%08x", bound);
    }

    @Override
    public String toString() {
        return percent.stripTrailingZeros().toPlainString() + "% by " + key;
    }
}
