package dev.daybreak.orchestration.alert;

import java.util.Comparator;
import java.util.List;

/** Says why a message did not get to its target, without its secrets. */
final class Undelivered {
    /** Shorter ones would hide more than they protect. */
    private static final int SHORTEST_SECRET = 4;

    private static final int LONGEST = 500;

    private Undelivered() {}

    /** What a failure says; its kind if it says nothing. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }

    /** The same on one line, with secrets blotted out. */
    static String words(Throwable failure, List<String> secrets) {
        String words = words(failure).replaceAll("\\s+", " ");
        List<String> longestFirst = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            words = words.replace(secret, "***");
        }
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "...";
    }
}
