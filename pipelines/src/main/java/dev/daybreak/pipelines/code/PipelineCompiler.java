package dev.daybreak.pipelines.code;

import dev.daybreak.pipelines.api.JavaPipeline;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java files of {@code pipelines/}, each by itself so that an error in one stops no other; they may use each other's
 * classes. What was compiled is kept in the state folder until a file changes.
 */
final class PipelineCompiler {
    private static final String FOLDER = "pipelines";
    private static final Duration KEPT = Duration.ofDays(1);

    private final Path root;
    private final Path folder;
    private final Path cache;
    private final Problems problems;

    /** @param state the project's state folder */
    PipelineCompiler(Path root, Path state, Problems problems) {
        this.root = root;
        this.folder = root.resolve(FOLDER);
        this.cache = state.resolve("classes");
        this.problems = problems;
    }

    /** Those of the files that could be compiled, in the order of their names. */
    List<CompiledPipeline> compile() {
        SortedMap<String, Path> files = files();
        if (files.isEmpty()) {
            return List.of();
        }
        try {
            SortedMap<String, String> texts = new TreeMap<>();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                texts.put(file.getKey(), Files.readString(file.getValue()));
            }
            Path current = cache.resolve(Fingerprint.hash(stamp() + texts));
            List<CompiledPipeline> compiled = files.entrySet().stream()
                    .flatMap(file ->
                            compiled(file.getKey(), file.getValue(), texts.get(file.getKey()), current).stream())
                    .toList();
            removeOld(current);
            return compiled;
        } catch (IOException | UncheckedIOException e) {
            problems.error(
                    Place.of(FOLDER),
                    "Cannot compile the pipelines of '" + FOLDER + "': " + e.getMessage() + ".",
                    "See that the files can be read, and that '" + cache + "' can be written.");
            return List.of();
        }
    }

    private SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(path -> path.getFileName().toString().endsWith(".java"))
                    .filter(Files::isRegularFile)
                    .forEach(path -> files.put(path.getFileName().toString().replaceAll("\\.java$", ""), path));
        } catch (IOException e) {
            problems.error(Place.of(FOLDER), "Cannot read the folder '" + FOLDER + "': " + e.getMessage() + ".", "");
        }
        return files;
    }

    /** What else the classes depend on: this program and this Java. */
    private static String stamp() throws IOException {
        Path program = program();
        return Files.getLastModifiedTime(program) + " " + Runtime.version().feature() + "\n";
    }

    private static Path program() {
        try {
            return Path.of(JavaPipeline.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<CompiledPipeline> compiled(String type, Path file, String text, Path current) {
        String name = root.relativize(file).toString().replace('\\', '/');
        Path target = current.resolve(type);
        try {
            if (!Files.isDirectory(target) && !compile(type, name, file, target)) {
                return Optional.empty();
            }
            return Optional.of(new CompiledPipeline(type, name, Fingerprint.hash(text), classes(target)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean compile(String type, String name, Path file, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            problems.error(
                    new Place(name, 1, 1),
                    "Cannot compile pipeline '" + type + "': this Java (" + System.getProperty("java.home")
                            + ") has no compiler.",
                    "Run Daybreak with a JDK of version 17 or newer instead of a runtime only.");
            return false;
        }
        Files.createDirectories(cache);
        Path aside = Files.createTempDirectory(cache, "compiling-");
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(found, Locale.ROOT, java.nio.charset.StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    aside.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-sourcepath",
                    folder.toString(),
                    "--release",
                    "17",
                    "-proc:none",
                    "-g",
                    "-parameters");
            boolean isCompiled = compiler.getTask(
                            null, manager, found, options, null, manager.getJavaFileObjects(file.toFile()))
                    .call();
            found.getDiagnostics().stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .forEach(each -> report(type, name, each));
            if (isCompiled) {
                Files.createDirectories(target.getParent());
                move(aside, target);
            }
            return isCompiled;
        } finally {
            FolderTree.delete(aside);
        }
    }

    /** Another process may have been quicker: then its classes, which are the same, stay. */
    private static void move(Path aside, Path target) throws IOException {
        try {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private void report(String type, String name, Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject source = diagnostic.getSource();
        String file =
                source == null ? name : FOLDER + "/" + Path.of(source.getName()).getFileName();
        String message = diagnostic.getMessage(Locale.ROOT).strip().replaceAll("\\s*\\R\\s*", "; ");
        problems.error(
                new Place(file, (int) Math.max(0, diagnostic.getLineNumber()), (int)
                        Math.max(0, diagnostic.getColumnNumber())),
                "Cannot compile pipeline '" + PipelineName.of(type) + "': " + message + ".",
                "Only this pipeline is stopped; the others go on.");
    }

    private static Map<String, byte[]> classes(Path folder) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path :
                    found.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(path).toString().replaceAll("\\.class$", "");
                classes.put(name.replace(path.getFileSystem().getSeparator(), "."), Files.readAllBytes(path));
            }
        }
        return classes;
    }

    private void removeOld(Path current) throws IOException {
        Instant old = Instant.now().minus(KEPT);
        if (!Files.isDirectory(cache)) {
            return;
        }
        try (Stream<Path> kept = Files.list(cache)) {
            for (Path path : kept.filter(each -> !each.equals(current)).toList()) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(old)) {
                    FolderTree.delete(path);
                }
            }
        }
    }
}
