package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shapes of single values. */
public final class Scalars {
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");

    private Scalars() {}

    /** Any text that is not blank. A number or truth value must be quoted to be text. */
    public static Shape<String> text() {
        return new ScalarShape<>(
                "a text that is not blank",
                scalar -> isText(scalar) ? Optional.of(scalar.text()) : Optional.empty(),
                written -> YamlText.typeOf(written) == YamlValue.Type.TEXT
                        ? ""
                        : " Put it in quotes if it is meant as text.",
                () -> Json.type("string").put("pattern", "\\S"));
    }

    /** Like {@link #text}, but numbers are taken as they are written. For values that messages must not tell. */
    public static Shape<String> secret() {
        return new ScalarShape<>(
                "a text",
                scalar -> Optional.of(scalar.text())
                        .filter(text -> scalar.type() != YamlValue.Type.BOOLEAN || scalar.isSubstituted()),
                written -> "",
                () -> Json.anyOf(List.of(Json.type("string"), Json.type("number"))));
    }

    /**
     * A text that a parser understands.
     *
     * @param permitted what a message says was expected
     */
    public static <T> Shape<T> parsed(String permitted, Function<String, Optional<T>> parser) {
        return new ScalarShape<>(
                permitted,
                scalar -> isText(scalar) ? parser.apply(scalar.text()) : Optional.empty(),
                written -> "",
                () -> Json.type("string").put("description", "Expected: " + permitted));
    }

    /** One of some words. */
    public static <T> Shape<T> choice(Map<String, T> values) {
        return choice(values, Map.of());
    }

    /** @param hints for words that are not permitted, a sentence that says how what they mean is written */
    public static <T> Shape<T> choice(Map<String, T> values, Map<String, String> hints) {
        String permitted = "one of " + String.join(", ", values.keySet());
        return new ScalarShape<>(
                permitted,
                scalar -> Optional.ofNullable(values.get(scalar.text())),
                written -> Optional.ofNullable(hints.get(written))
                        .map(hint -> " " + hint)
                        .orElseGet(() -> NearestName.hint(written, values.keySet())),
                () -> {
                    ObjectNode schema = Json.object();
                    values.keySet().forEach(schema.withArray("enum")::add);
                    return Json.orSubstitution(schema);
                });
    }

    /** A whole number between two bounds, both inclusive. */
    public static Shape<Long> wholeNumber(long min, long max) {
        String permitted = max == Long.MAX_VALUE || max == Integer.MAX_VALUE
                ? "a whole number of at least " + min
                : "a whole number from " + min + " to " + max;
        return new ScalarShape<>(
                permitted,
                scalar -> whole(scalar).filter(number -> number >= min && number <= max),
                written -> "",
                () -> Json.orSubstitution(
                        Json.type("integer").put("minimum", min).put("maximum", max)));
    }

    /** True or false. */
    public static Shape<Boolean> flag() {
        return new ScalarShape<>(
                "true or false",
                scalar -> scalar.type() == YamlValue.Type.BOOLEAN
                        ? Optional.of(Boolean.parseBoolean(scalar.text()))
                        : Optional.empty(),
                written -> "",
                () -> Json.orSubstitution(Json.type("boolean")));
    }

    /** A share such as {@code 1%} or {@code 0.01}, from 0 to 1, both inclusive. */
    public static Shape<Double> share() {
        return share("a share from 0% to 100%, such as '1%' or 0.01", number -> number >= 0 && number <= 1, false);
    }

    /** A share such as {@code 20%} or {@code 0.2} that leaves something on both sides: 0 and 1 are excluded. */
    public static Shape<Double> properShare() {
        return share("a share between 0% and 100%, such as '20%' or 0.2", number -> number > 0 && number < 1, true);
    }

    private static Shape<Double> share(String permitted, Predicate<Double> bound, boolean isExclusive) {
        String suffix = isExclusive ? "exclusiveM" : "m";
        return new ScalarShape<>(
                permitted,
                scalar -> shareOf(scalar).filter(bound),
                written -> "",
                () -> Json.anyOf(List.of(
                        Json.type("number").put(suffix + "inimum", 0).put(suffix + "aximum", 1),
                        Json.type("string").put("pattern", "^\\d+(\\.\\d+)?\\s*%$|\\$\\{(env|file|var):"))));
    }

    private static Optional<Double> shareOf(YamlValue.Scalar scalar) {
        if (scalar.type() == YamlValue.Type.TEXT) {
            Matcher matcher = SHARE.matcher(scalar.text().strip());
            return matcher.matches()
                    ? Optional.of(
                            new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue())
                    : Optional.empty();
        }
        return literal(scalar) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    private static boolean isText(YamlValue.Scalar scalar) {
        return (scalar.type() == YamlValue.Type.TEXT || scalar.isSubstituted())
                && !scalar.text().isBlank();
    }

    private static Optional<Long> whole(YamlValue.Scalar scalar) {
        Object literal = literal(scalar);
        return literal instanceof Integer || literal instanceof Long
                ? Optional.of(((Number) literal).longValue())
                : Optional.empty();
    }

    /**
     * A scalar as a plain value: null, Boolean, String, or the narrowest of Integer, Long, Double and BigDecimal that holds
     * the number exactly as written.
     */
    public static Object literal(YamlValue.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.type()) {
            case NULL -> null;
            case BOOLEAN -> Boolean.parseBoolean(text);
            case INTEGER -> integer(text);
            case NUMBER -> decimal(text);
            case TEXT -> text;
        };
    }

    /** What a plain scalar of that text is read as; see {@link #literal(YamlValue.Scalar)}. */
    public static Object literal(String text) {
        return literal(new YamlValue.Scalar(YamlText.typeOf(text), text, text, Place.of("")));
    }

    private static Number integer(String text) {
        BigInteger number;
        if (text.startsWith("0x")) {
            number = new BigInteger(text.substring(2), 16);
        } else if (text.startsWith("0o")) {
            number = new BigInteger(text.substring(2), 8);
        } else {
            number = new BigInteger(text);
        }
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : new BigDecimal(number);
    }

    private static Number decimal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("inf") || lower.endsWith("nan")) {
            if (lower.endsWith("nan")) {
                return Double.NaN;
            }
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        BigDecimal exact = new BigDecimal(text);
        double near = exact.doubleValue();
        boolean isExact = !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
        return isExact ? (Number) near : exact;
    }
}
