package dev.daybreak.pipelines.step;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.run.RunListener;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.orchestration.run.RunResult;
import dev.daybreak.orchestration.run.Runner;
import dev.daybreak.orchestration.run.RunnerSettings;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.pipelines.code.CodeProject;
import dev.daybreak.pipelines.code.JavaPipelines;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Runs the pipelines of a project in a folder, with the store of that folder. */
final class Bench implements AutoCloseable {
    static final DataInterval FIRST =
            new DataInterval(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-01-02T00:00:00Z"));

    final CodeProject project;
    final Store store;
    final History history;
    final List<String> statements = Collections.synchronizedList(new ArrayList<>());

    Bench(Path folder) {
        this.project = new CodeProject(folder);
        this.store = TestDatabase.open(folder);
        this.history = new History(store);
    }

    /** The project as its files say it now. */
    final class Loaded {
        final JavaPipelines code;
        final Graph graph;
        final Runner runner;

        Loaded() {
            Project read = project.load();
            code = JavaPipelines.load(read);
            Project whole = read.with(code.pipelines(), code.steps());
            Analysis analysis = ProjectAnalysis.analyze(whole);
            graph = analysis.graph()
                    .orElseThrow(
                            () -> new IllegalStateException(analysis.problems().toString()));
            Surroundings surroundings = new Surroundings(
                    project.root,
                    whole.settings().variables(),
                    (sql, interval, most, running) -> List.of(Map.of("sql", sql, "start", interval.start())),
                    (connection, sql, running) -> {
                        statements.add(connection + ": " + sql);
                        return 3;
                    });
            runner = new Runner(
                    graph,
                    store,
                    List.of(new StepMaterializer(code.code(), store, surroundings)),
                    new RunnerSettings(
                            4, Duration.ofSeconds(30), Duration.ofSeconds(10), project.root.resolve(".daybreak/logs")));
        }

        RunResult run(DataInterval interval, String... selection) {
            Set<AssetKey> selected =
                    Selection.parse(List.of(selection), code.pipelines()).resolve(graph, Set.of());
            Demand demand = Demand.of(graph, selected, interval, Optional.of(FIRST.start()));
            return runner.run(
                    new RunRequest(RunRequest.Kind.RUN, demand, "tester", Optional.of("all of it")), RunListener.NONE);
        }
    }

    Loaded load() {
        return new Loaded();
    }

    /** Loads and runs a pipeline for the first day. */
    RunResult run(String pipeline) {
        return load().run(FIRST, "pipeline:" + pipeline);
    }

    /** How each step of a run stands, by its name without the pipeline's. */
    Map<String, StepState> states(RunResult result) {
        Map<String, StepState> states = new TreeMap<>();
        history.steps(result.run()).forEach(step -> states.put(step.asset().name(), step.state()));
        return states;
    }

    /** The lines that steps have written. */
    List<String> notes() throws IOException {
        Path file = project.root.resolve("notes.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The log of the newest attempt of a step. */
    String log(String step) throws IOException {
        String file = history.attempts(AssetKey.parse(step), 1).get(0).logFile();
        return Files.readString(project.root.resolve(".daybreak/logs").resolve(file));
    }

    @Override
    public void close() {
        store.close();
    }
}
