package dev.daybreak.sql.portable;

import dev.daybreak.sql.portable.PortableFunction.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text that states no dialect may use: functions, types and operators that DuckDB and Spark give with one meaning, and how
 * to say what only one of them knows. It is read from {@code portable.txt}, which documentation and engines are held against.
 * Immutable.
 */
public final class PortableSql {
    private static final String RESOURCE = "portable.txt";
    private static final Pattern BAR = Pattern.compile(" \\| ");
    private static final PortableSql SET = read();

    private final Map<String, PortableFunction> functions = new LinkedHashMap<>();
    private final Map<String, String> otherFunctions = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> otherTypes = new LinkedHashMap<>();
    private final Map<String, String> operators = new LinkedHashMap<>();
    private final Map<String, String> otherForms = new LinkedHashMap<>();

    private PortableSql() {}

    /** The set. */
    public static PortableSql set() {
        return SET;
    }

    private static PortableSql read() {
        PortableSql set = new PortableSql();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(PortableSql.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            String section = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[") && line.endsWith("]")) {
                    section = line.substring(1, line.length() - 1);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    set.add(section, line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read '" + RESOURCE + "'", e);
        }
        return set;
    }

    private void add(String section, String line) {
        switch (section) {
            case "functions elsewhere" -> add(otherFunctions, line);
            case "types" -> add(types, line);
            case "types elsewhere" -> add(otherTypes, line);
            case "operators" -> add(operators, line);
            case "forms elsewhere" -> add(otherForms, line);
            default -> {
                String[] parts = BAR.split(line, 4);
                PortableFunction function = new PortableFunction(
                        section.substring("functions ".length()),
                        parts[0],
                        Origin.of(parts[1]),
                        Origin.of(parts[2]),
                        parts[3]);
                functions.put(function.name(), function);
            }
        }
    }

    private static void add(Map<String, String> table, String line) {
        String[] parts = BAR.split(line, 2);
        table.put(parts[0], parts[1]);
    }

    public Collection<PortableFunction> functions() {
        return Collections.unmodifiableCollection(functions.values());
    }

    /** The function of that name, whatever its letter case. */
    public Optional<PortableFunction> function(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Functions that are well known and not portable, each with what to write. */
    public Map<String, String> otherFunctions() {
        return Collections.unmodifiableMap(otherFunctions);
    }

    /** Types as they are written, each with its meaning. */
    public Map<String, String> types() {
        return Collections.unmodifiableMap(types);
    }

    /** Types that are well known and not portable, each with what to write. */
    public Map<String, String> otherTypes() {
        return Collections.unmodifiableMap(otherTypes);
    }

    /** Operators, each with its meaning. */
    public Map<String, String> operators() {
        return Collections.unmodifiableMap(operators);
    }

    /** Forms of the language that are not portable, each with what to write. */
    public Map<String, String> otherForms() {
        return Collections.unmodifiableMap(otherForms);
    }
}
