package dev.daybreak.cli.workspace;

import dev.daybreak.cli.console.Output;
import dev.daybreak.engine.SpillFolder;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.tables.UnitTesting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A valid project whose tests can be run: engines and a folder that goes away. Neither the project's lake nor its metadata store is
 * opened.
 */
public final class TestBench implements AutoCloseable {
    private final Project project;
    private final Graph graph;
    private final List<UnitTest> tests;
    private final SpillFolder folder;
    private final Engines engines;

    private TestBench(Project project, Graph graph, List<UnitTest> tests, SpillFolder folder, Engines engines) {
        this.project = project;
        this.graph = graph;
        this.tests = tests;
        this.folder = folder;
        this.engines = engines;
    }

    /**
     * Opens a project; prints its problems, those of its tests too, and fails with {@code INVALID_PROJECT} if some are errors.
     *
     * @param engine what computes, as {@code --engine} takes it; empty: what the project says
     */
    public static TestBench open(Path root, Map<String, String> variables, Optional<String> engine, Output output) {
        DuckDbEngine.warmUp();
        ProjectFiles files = ProjectFiles.read(root, variables, Variant.PROD).withTests();
        Project project = files.usable(root, output);
        try {
            SpillFolder folder = SpillFolder.open(Path.of(System.getProperty("java.io.tmpdir")), "daybreak-test");
            Engines engines = Engines.of(
                    Workspace.chosen(project.settings().engine(), engine),
                    folder.path().resolve("tmp"),
                    UnaryOperator.identity());
            return new TestBench(
                    project, files.analysis().orElseThrow().graph().orElseThrow(), files.tests(), folder, engines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder for tests", e);
        }
    }

    /** All tests of the project. */
    public List<UnitTest> tests() {
        return tests;
    }

    /** What runs tests, one at a time; the caller closes it before this bench. */
    public UnitTesting testing() {
        try {
            return new UnitTesting(
                    engines.embedded(),
                    engines::computing,
                    project.settings(),
                    graph,
                    Files.createTempDirectory(folder.path(), "rows"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder for tests", e);
        }
    }

    @Override
    public void close() {
        try (folder) {
            engines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove '" + folder.path() + "'", e);
        }
    }
}
