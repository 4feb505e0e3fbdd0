package dev.daybreak.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cases of {@code meaning.txt}: expressions with the one value that every engine gives them. */
public final class MeaningCases {
    private static final double NEAR = 1e-9;
    private static final String ARROW = " => ";

    private MeaningCases() {}

    /**
     * An expression or a query.
     *
     * @param value as {@link #text} writes it; empty if the engine must refuse
     */
    public record Case(String expression, String value) {
        /** What to tell if an engine gives something else. */
        Optional<String> difference(String found) {
            String[] expected = value.split("(?<=[,;]) ");
            String[] parts = found.split("(?<=[,;]) ");
            boolean same = expected.length == parts.length;
            for (int i = 0; same && i < parts.length; i++) {
                same = expected[i].equals(parts[i]) || near(expected[i], parts[i]);
            }
            return same ? Optional.empty() : Optional.of(expression + ARROW + found + ", not " + value);
        }

        /** Doubles agree to a billionth; nothing else has a point and no fixed number of digits. */
        private static boolean near(String expected, String found) {
            try {
                double one = Double.parseDouble(expected.replaceAll("[,;]$", ""));
                double other = Double.parseDouble(found.replaceAll("[,;]$", ""));
                boolean floating = expected.contains(".") && found.contains(".");
                return floating && Math.abs(one - other) <= NEAR * Math.max(Math.abs(one), Math.abs(other));
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /** The cases under a heading, in the file's order. */
    public static List<Case> section(String name) {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(MeaningCases.class.getResourceAsStream("meaning.txt"), StandardCharsets.UTF_8))) {
            boolean inside = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    inside = line.equals("[" + name + "]");
                } else if (inside && !line.isBlank()) {
                    int arrow = line.lastIndexOf(ARROW);
                    cases.add(
                            arrow < 0
                                    ? new Case(line, "")
                                    : new Case(line.substring(0, arrow), line.substring(arrow + ARROW.length())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("Missing section '" + name + "' of meaning.txt");
        }
        return cases;
    }

    /** A value as it stands in the file. */
    static String text(Object value) {
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }
}
