package dev.daybreak.sql.syntax;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that Spark reads with its type behind it, such as {@code 60L} or {@code 1.5BD}.
 *
 * @param digits what stands before the type
 * @param type L, S, Y, BD, D or F
 */
record TypedNumber(String digits, String type) {
    private static final Pattern FORM = Pattern.compile(
            "((?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:E[+-]?[0-9]+)?)(L|S|Y|BD|D|F)", Pattern.CASE_INSENSITIVE);

    /** Empty if the text is an ordinary number. */
    static Optional<TypedNumber> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new TypedNumber(matcher.group(1), matcher.group(2).toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** An expression of that type. */
    String cast() {
        return "CAST(" + digits + " AS " + typeName() + ")";
    }

    private String typeName() {
        return switch (type) {
            case "L" -> "BIGINT";
            case "S" -> "SMALLINT";
            case "Y" -> "TINYINT";
            case "BD" -> decimal(new BigDecimal(digits));
            case "D" -> "DOUBLE";
            default -> "FLOAT";
        };
    }

    private static String decimal(BigDecimal number) {
        int scale = Math.max(number.scale(), 0);
        int digits = number.precision() - Math.min(number.scale(), 0);
        return "DECIMAL(" + Math.max(digits, scale) + ", " + scale + ")";
    }
}
