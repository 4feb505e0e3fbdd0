package dev.daybreak.project.template;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The small project that {@code daybreak init} writes: a file of orders, its source, and a daily table with checks and tests. */
public final class ProjectTemplate {
    private static final String SETTINGS = "daybreak.yaml";

    /** Files of the project by the name of the resource that holds their text. */
    private static final Map<String, String> FILES = files();

    private ProjectTemplate() {}

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("gitignore", ".gitignore");
        files.put("README.md", "README.md");
        files.put("orders.csv", "data/orders.csv");
        files.put("orders.yaml", "sources/orders.yaml");
        files.put("daily_sales.sql", "assets/shop/daily_sales.sql");
        files.put("nightly.yaml", "pipelines/nightly.yaml");
        files.put("daily_sales.yaml", "tests/daily_sales.yaml");
        files.put("daybreak.yaml", SETTINGS);
        return files;
    }

    /** Files that a folder often has before it becomes a project; they are kept as they are. */
    private static final Set<String> KEPT = Set.of(".gitignore", "README.md");

    /**
     * Writes the project. Nothing that is there already is replaced: a README.md or .gitignore is kept.
     *
     * @param folder made if it is not there
     * @param name of the project, as people call it
     * @return the files written, relative to the folder
     * @throws DaybreakException WRONG_USE if the folder holds a project or another of the files, before anything is written;
     *     OUT_OF_RESOURCES if the files cannot be written
     */
    public static List<Path> write(Path folder, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid project name '" + name + "': expected a text of one line that is not blank.",
                    "Give a name such as 'shop'.");
        }
        Optional<String> existing = FILES.values().stream()
                .filter(file -> !KEPT.contains(file) && Files.exists(folder.resolve(file)))
                .findFirst();
        if (Files.exists(folder.resolve(SETTINGS)) || existing.isPresent()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot make a project in '" + folder + "': it has a "
                            + (Files.exists(folder.resolve(SETTINGS)) ? SETTINGS : existing.orElseThrow()) + ".",
                    "Name another folder.");
        }
        List<Path> written = new ArrayList<>();
        try {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Path target = folder.resolve(file.getValue());
                if (KEPT.contains(file.getValue()) && Files.exists(target)) {
                    continue;
                }
                Files.createDirectories(target.getParent());
                Files.writeString(target, text(file.getKey(), name), StandardOpenOption.CREATE_NEW);
                written.add(Path.of(file.getValue()));
            }
        } catch (FileAlreadyExistsException e) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot make a project in '" + folder + "': '" + e.getFile() + "' is in the way.",
                    "Name another folder.",
                    e);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write a project to '" + folder + "': " + e.getMessage() + ".",
                    "Check that there is space and that you may write there.",
                    e);
        }
        return List.copyOf(written);
    }

    private static String text(String resource, String name) {
        try (InputStream stream =
                ProjectTemplate.class.getResourceAsStream("/dev/daybreak/project/template/" + resource)) {
            String quoted = "'" + name.replace("'", "''") + "'";
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("@quoted_name@", quoted).replace("@name@", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
