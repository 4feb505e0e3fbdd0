package dev.daybreak.project.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of the manual that describes the project format. */
final class Manual {
    private static final Path PAGE = Path.of(System.getProperty("root.dir"), "docs", "project-format.md");
    private static final Pattern EXAMPLE = Pattern.compile("```(?:yaml|sql) (\\S+)\n(.*?)```", Pattern.DOTALL);

    private Manual() {}

    static String text() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of the examples by the name of their file. */
    static Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher matcher = EXAMPLE.matcher(text());
        while (matcher.find()) {
            examples.put(matcher.group(1), matcher.group(2));
        }
        return examples;
    }
}
