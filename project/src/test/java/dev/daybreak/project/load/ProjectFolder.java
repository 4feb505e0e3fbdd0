package dev.daybreak.project.load;

import dev.daybreak.project.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project in a temporary folder, made file by file. */
final class ProjectFolder {
    static final String SETTINGS = """
            name: shop
            start: 2025-01-01
            """;
    static final String SOURCE =
            """
            files: {path: data/orders.csv}
            columns: {order_id: long, ordered_at: timestamp}
            """;

    private final Path root;
    private String environment = Environment.PROD;
    private final Map<String, String> machine = new HashMap<>();
    private final Map<String, String> overrides = new HashMap<>();

    ProjectFolder(Path root) {
        this.root = root;
        write("daybreak.yaml", SETTINGS);
    }

    ProjectFolder write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProjectFolder environment(String name, String value) {
        machine.put(name, value);
        return this;
    }

    /** Loads it as this environment has it, not as prod. */
    ProjectFolder in(String name) {
        environment = name;
        return this;
    }

    ProjectFolder override(String name, String value) {
        overrides.put(name, value);
        return this;
    }

    Path root() {
        return root;
    }

    Loaded load() {
        return ProjectLoader.load(root, overrides, Variant.of(environment), machine::get);
    }

    /** Each as {@code place message}, in order. */
    List<String> problems() {
        return load().problems().stream()
                .map(problem -> problem.place() + " " + problem.message())
                .toList();
    }
}
