package dev.daybreak.sql.portable;

import java.util.List;
import java.util.Locale;

/**
 * A function that DuckDB and Spark give with one meaning.
 *
 * @param group what it is about, such as {@code Text}
 * @param signature as documented: {@code [x]} may be left out, {@code x...} may be repeated
 * @param duckdb how DuckDB has it
 * @param spark how Spark has it
 * @param meaning for the author of a query
 */
public record PortableFunction(String group, String signature, Origin duckdb, Origin spark, String meaning) {
    /** Whether an engine has a function itself, or is given it when a session is opened or a text first needs it. */
    public enum Origin {
        OWN,
        MACRO,
        FUNCTION;

        static Origin of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** In lower case. */
    public String name() {
        return signature.substring(0, signature.indexOf('('));
    }

    /** Whether it takes so many arguments. */
    public boolean takes(int arguments) {
        List<String> parameters = parameters();
        long required = parameters.stream()
                .filter(parameter -> !parameter.startsWith("["))
                .count();
        boolean open = parameters.stream().anyMatch(parameter -> parameter.endsWith("..."));
        return arguments >= required && (open || arguments <= parameters.size());
    }

    private List<String> parameters() {
        String inner = signature.substring(signature.indexOf('(') + 1, signature.length() - 1);
        return inner.isEmpty() ? List.of() : List.of(inner.split(", | FROM | IN "));
    }
}
