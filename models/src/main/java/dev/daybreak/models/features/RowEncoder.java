package dev.daybreak.models.features;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Turns a request's values into the numbers that a model reads. Thread-safe. Values that do not fit fail with {@code BAD_REQUEST}. */
public final class RowEncoder {
    private final List<Encoding> encodings;
    private final Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param encodings in the order of the model's columns */
    public RowEncoder(List<Encoding> encodings) {
        this.encodings = List.copyOf(encodings);
        for (Encoding encoding : this.encodings) {
            positions.put(encoding.column(), positions.size());
        }
    }

    public int width() {
        return encodings.size();
    }

    public List<String> columns() {
        return encodings.stream().map(Encoding::column).toList();
    }

    /** The place of a feature, whatever its letter case; an unknown name fails. */
    public int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new DaybreakException(
                    ErrorCode.BAD_REQUEST,
                    "Invalid field '" + column + "': the model has no such feature."
                            + NearestName.hint(column, positions.keySet()),
                    "Permitted fields: " + String.join(", ", columns()));
        }
        return position;
    }

    /**
     * Encodes values by name into {@code row} from {@code offset} on. Fields that are absent or null are missing values.
     *
     * @param values numbers, texts and booleans
     */
    public void encode(Map<String, ?> values, float[] row, int offset) {
        for (int i = 0; i < width(); i++) {
            row[offset + i] = Float.NaN;
        }
        values.forEach((name, value) -> {
            int position = position(name);
            row[offset + position] = number(encodings.get(position), value);
        });
    }

    /** The number for a text in the place of a feature; an empty text is a missing value. */
    public float encodeText(int position, String text) {
        return text.isEmpty() ? Float.NaN : number(encodings.get(position), text);
    }

    /** What {@link #encode} would have to be given to get this row: for showing rows to people and for golden rows. */
    public Map<String, Object> decode(float[] row, int offset) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < width(); i++) {
            Encoding encoding = encodings.get(i);
            float number = row[offset + i];
            Object value = number;
            if (Float.isNaN(number)) {
                value = null;
            } else if (encoding.isCategorical()) {
                value = encoding.categories().get((int) number);
            }
            values.put(encoding.column(), value);
        }
        return values;
    }

    private static float number(Encoding encoding, Object value) {
        if (value == null) {
            return Float.NaN;
        }
        return switch (encoding.kind()) {
            case NUMERIC -> numeric(encoding, value);
            case BOOLEAN -> truth(encoding, value);
            case CATEGORICAL -> category(encoding, value);
        };
    }

    private static float numeric(Encoding encoding, Object value) {
        float number;
        if (value instanceof Number given) {
            number = given.floatValue();
        } else if (value instanceof String text) {
            try {
                number = Float.parseFloat(text.strip());
            } catch (NumberFormatException e) {
                throw unfit(encoding, value, "a number");
            }
        } else {
            throw unfit(encoding, value, "a number");
        }
        if (Float.isInfinite(number)) {
            throw unfit(encoding, value, "a finite number (32-bit range)");
        }
        return number;
    }

    private static float truth(Encoding encoding, Object value) {
        String text = value instanceof Boolean || value instanceof String ? value.toString() : number(value);
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> 1;
            case "false", "0" -> 0;
            default -> throw unfit(encoding, value, "true, false, 1 or 0");
        };
    }

    private static float category(Encoding encoding, Object value) {
        if (value instanceof String text) {
            return encoding.code(text);
        }
        String text = value instanceof Number ? number(value) : "";
        if (text.isEmpty() || text.contains(".")) {
            throw unfit(encoding, value, "a text or a whole number");
        }
        return encoding.code(text);
    }

    /** Whole numbers without a decimal point, however they came; empty for what is no number. */
    private static String number(Object value) {
        if (!(value instanceof Number)) {
            return "";
        }
        try {
            return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return "";
        }
    }

    private static DaybreakException unfit(Encoding encoding, Object value, String permitted) {
        String shown = String.valueOf(value);
        String cut = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
        return new DaybreakException(
                ErrorCode.BAD_REQUEST,
                "Invalid value '" + cut + "' for field '" + encoding.column() + "': permitted is " + permitted + ".",
                "The field's column is " + encoding.type() + "; leave it empty or null if the value is missing");
    }
}
