package dev.daybreak.ingestion.stage;

import java.util.List;
import java.util.regex.Pattern;

/** Tells from texts which type their writer had in mind, for messages. */
final class SeenType {
    private record Guess(String type, Pattern pattern) {}

    private static final List<Guess> GUESSES = List.of(
            new Guess("boolean", Pattern.compile("true|false", Pattern.CASE_INSENSITIVE)),
            new Guess("long", Pattern.compile("[+-]?\\d{1,19}")),
            new Guess("double", Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")),
            new Guess("date", Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./]\\d{1,2}[./]\\d{4}")),
            new Guess("timestamp", Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.*")),
            new Guess("list", Pattern.compile("\\[.*]", Pattern.DOTALL)),
            new Guess("struct", Pattern.compile("\\{.*}", Pattern.DOTALL)));

    private SeenType() {}

    /** The first type that all texts have the form of; {@code string} if there is none. */
    static String of(List<String> texts) {
        if (texts.isEmpty()) {
            return "null";
        }
        return GUESSES.stream()
                .filter(guess -> texts.stream()
                        .allMatch(text -> guess.pattern().matcher(text).matches()))
                .map(Guess::type)
                .findFirst()
                .orElse("string");
    }
}
