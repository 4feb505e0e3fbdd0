package dev.daybreak.server.prediction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which rows come and predictions go. */
enum MediaType {
    CSV("text/csv"),
    JSON("application/json"),
    JSON_LINES("application/jsonlines");

    private final String name;

    MediaType(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }

    static String permitted() {
        return Arrays.stream(values()).map(MediaType::toString).collect(Collectors.joining(", "));
    }

    /** What a {@code Content-Type} says, whatever its parameters; empty if it is none of these. */
    static Optional<MediaType> ofContent(String header) {
        String type = header == null ? "" : essence(header);
        return Arrays.stream(values()).filter(each -> each.name.equals(type)).findFirst();
    }

    /**
     * What an {@code Accept} likes best, by its weights (RFC 9110, section 12.5.1); of equals the first named, and for a
     * wildcard or no header at all the form in which the request came.
     */
    static Optional<MediaType> ofAccept(String header, MediaType content) {
        if (header == null || header.isBlank()) {
            return Optional.of(content);
        }
        MediaType best = null;
        double bestWeight = 0;
        for (String part : header.split(",")) {
            double weight = weight(part);
            MediaType match = match(essence(part), content);
            if (match != null && weight > bestWeight) {
                best = match;
                bestWeight = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    private static MediaType match(String type, MediaType content) {
        if (type.equals("*/*")) {
            return content;
        }
        String family = type.endsWith("/*") ? type.substring(0, type.length() - 1) : type;
        if (!family.equals(type) && content.name.startsWith(family)) {
            return content;
        }
        for (MediaType each : values()) {
            if (family.equals(type) ? each.name.equals(type) : each.name.startsWith(family)) {
                return each;
            }
        }
        return null;
    }

    private static String essence(String header) {
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static double weight(String part) {
        for (String parameter : part.split(";")) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
