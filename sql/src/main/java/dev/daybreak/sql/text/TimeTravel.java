package dev.daybreak.sql.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions that a query asks for: {@code raw.clicks@123456}, {@code raw.clicks@2023-01-05T00:00:00Z} or
 * {@code raw.clicks@'2023-01-05 00:00:00'}.
 *
 * @param text the query without them; spaces stand in their place, so that positions stay
 * @param versions one for each table that has one, in the order of the text
 */
public record TimeTravel(String text, List<Version> versions) {
    private static final Pattern VERSION = Pattern.compile("@(?:'([^']*)'|([0-9A-Za-z_][0-9A-Za-z_:.+-]*))");

    /**
     * A version asked for.
     *
     * @param reference the table, with offsets that hold in the text without versions too
     * @param version a snapshot id, a timestamp or a tag, without quotes
     * @param position where the version begins
     */
    public record Version(TableReference reference, String version, Position position) {}

    public TimeTravel {
        versions = List.copyOf(versions);
    }

    /** Finds the versions; a text without any comes back as it is. */
    public static TimeTravel of(String sql) {
        String text = sql;
        List<Version> versions = new ArrayList<>();
        // A version is taken out before the rest is scanned again: what is in it (colons, words) would mislead the
        // scanner.
        for (int i = 0; i < SqlText.parse(text).references().size(); i++) {
            TableReference reference = SqlText.parse(text).references().get(i);
            Matcher matcher = VERSION.matcher(text).region(reference.end(), text.length());
            if (matcher.lookingAt()) {
                String version = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                versions.add(new Version(reference, version, Position.of(text, reference.end() + 1)));
                text = text.substring(0, matcher.start())
                        + " ".repeat(matcher.end() - matcher.start())
                        + text.substring(matcher.end());
            }
        }
        return new TimeTravel(text, refreshed(text, versions));
    }

    /** Whether a table has an alias is seen only once its version is gone. */
    private static List<Version> refreshed(String text, List<Version> versions) {
        List<TableReference> references = SqlText.parse(text).references();
        return versions.stream()
                .map(version -> references.stream()
                        .filter(reference ->
                                reference.start() == version.reference().start())
                        .findFirst()
                        .map(reference -> new Version(reference, version.version(), version.position()))
                        .orElse(version))
                .toList();
    }
}
