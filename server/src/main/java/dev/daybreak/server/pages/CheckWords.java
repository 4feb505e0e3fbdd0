package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.CheckHistory.Outcome;
import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.server.web.Json;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What checks are and found, in words. */
final class CheckWords {
    private CheckWords() {}

    /** Empty if it has none. */
    static String arguments(CheckRecord check) {
        return check.arguments().isEmpty() ? "" : Json.write(check.arguments());
    }

    /** What was seen, how many rows did not fit, and why it failed; empty if there is nothing to say. */
    static String found(CheckRecord check) {
        String seen = check.observed() == null ? "" : "observed " + check.observed();
        // Most reasons tell it, and with the share.
        String unexpected = check.unexpected() == 0 || check.reason().contains(" rows ")
                ? ""
                : Moment.count(check.unexpected(), "row") + " of "
                        + String.format(Locale.ROOT, "%,d", check.evaluated()) + " did not fit";
        return Stream.of(seen, unexpected, check.reason())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    static Outcome outcome(CheckRecord check) {
        return Outcome.of(check.success(), check.severity());
    }

    static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
