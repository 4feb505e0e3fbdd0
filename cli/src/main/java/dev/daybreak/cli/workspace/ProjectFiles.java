package dev.daybreak.cli.workspace;

import dev.daybreak.cli.console.Output;
import dev.daybreak.models.definition.ModelRules;
import dev.daybreak.pipelines.code.JavaPipelines;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.ModelAsset.TrainOn;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.project.load.UnitTestLoader;
import dev.daybreak.project.load.UnitTestLoader.LoadedTests;
import dev.daybreak.project.load.Variant;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.quality.Checks;
import dev.daybreak.sql.analysis.Analysis;
import dev.daybreak.sql.analysis.ProjectAnalysis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project with all that can be said of it from its files alone.
 *
 * @param project empty if its files have errors
 * @param analysis empty if the project is
 * @param javaPipelines those that are right; their problems stop nothing else
 * @param tests those that are right; none unless they were asked for
 * @param dashboards those that are right; none unless they were asked for
 * @param problems all of them, by place; errors and warnings
 * @param code of the failure if there are errors
 */
public record ProjectFiles(
        Optional<Project> project,
        Optional<Analysis> analysis,
        JavaPipelines javaPipelines,
        List<UnitTest> tests,
        List<Dashboard> dashboards,
        List<Problem> problems,
        ErrorCode code) {
    /** Reads and validates everything, as an environment has it, from a sample or not. */
    public static ProjectFiles read(Path root, Map<String, String> variables, Variant variant) {
        Loaded loaded = ProjectLoader.load(root, variables, variant);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        JavaPipelines java = loaded.project().map(JavaPipelines::load).orElse(JavaPipelines.NONE);
        problems.addAll(java.problems());
        Optional<Project> project = loaded.project().map(found -> found.with(java.pipelines(), java.steps()));
        Optional<Analysis> analysis = project.map(ProjectAnalysis::analyze);
        analysis.ifPresent(found -> {
            problems.addAll(found.problems());
            for (Asset asset : project.orElseThrow().assets()) {
                problems.addAll(rules(asset, found));
                trainingPlace(asset, project.get().settings().engine()).ifPresent(problems::add);
            }
        });
        problems.sort(Comparator.comparing(Problem::place));
        return new ProjectFiles(project, analysis, java, List.of(), List.of(), List.copyOf(problems), loaded.code());
    }

    /** The same with the project's tests, and what is wrong with them. They are not read if the project has errors itself. */
    public ProjectFiles withTests() {
        Optional<Graph> graph = analysis.filter(found -> stopping().isEmpty()).flatMap(Analysis::graph);
        if (graph.isEmpty()) {
            return this;
        }
        LoadedTests loaded = UnitTestLoader.load(project.orElseThrow(), graph.get());
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(loaded.problems());
        all.sort(Comparator.comparing(Problem::place));
        return new ProjectFiles(project, analysis, javaPipelines, loaded.tests(), dashboards, List.copyOf(all), code);
    }

    /** The same with the project's dashboards, and what is wrong with them. They are not read if the project has errors itself. */
    public ProjectFiles withDashboards() {
        if (project.isEmpty() || analysis.isEmpty() || !stopping().isEmpty()) {
            return this;
        }
        ReadDashboards read = ReadDashboards.of(project.get(), analysis.get());
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(read.problems());
        all.sort(Comparator.comparing(Problem::place));
        return new ProjectFiles(project, analysis, javaPipelines, tests, read.dashboards(), List.copyOf(all), code);
    }

    /** The project; prints its problems and fails with {@code INVALID_PROJECT} if some keep it from being used. */
    Project usable(Path root, Output output) {
        List<Problem> errors = stopping();
        if (errors.size() == 1 && errors() == 1) {
            Problem only = errors.get(0);
            throw new DaybreakException(code, only.message(), only.place(), only.mend(), null);
        }
        output.problems(problems);
        if (!errors.isEmpty()) {
            throw new DaybreakException(
                    code,
                    "Cannot use project '" + root + "': it has " + errors.size() + " errors.",
                    errors.get(0).place(),
                    "Mend them first; 'daybreak validate' lists them.",
                    null);
        }
        return project.orElseThrow();
    }

    private static List<Problem> rules(Asset asset, Analysis analysis) {
        List<Problem> problems = new ArrayList<>(Checks.validate(asset.checks(), columns(asset, analysis)));
        if (asset instanceof TableAsset table && table.dialect().isEmpty()) {
            problems.addAll(Checks.unportable(table.checks(), columns(table, analysis)));
        }
        if (asset instanceof ModelAsset model) {
            Optional<Schema> training = analysis.graph()
                    .flatMap(graph -> graph.find(model.table()))
                    .flatMap(node -> columns(node.asset(), analysis));
            problems.addAll(ModelRules.validate(model, training));
        }
        return problems;
    }

    /** A server that is only reached through Spark Connect runs no training. */
    private static Optional<Problem> trainingPlace(Asset asset, EngineSettings engine) {
        if (!(asset instanceof ModelAsset model) || model.algorithm().on() != TrainOn.SPARK) {
            return Optional.empty();
        }
        if (!(engine.spark() instanceof Spark.Server server)) {
            return Optional.empty();
        }
        return Optional.of(Problem.error(
                model.about().written().value("train_on"),
                "Cannot train model '" + model.key().name() + "' on Spark: 'engine' in daybreak.yaml is '" + server
                        + "', a Spark Connect server, which runs no trainings",
                "Use a Spark that is started for the project, such as 'engine: spark', or leave out 'train_on'"));
    }

    private static Optional<Schema> columns(Asset asset, Analysis analysis) {
        if (asset instanceof SourceAsset source) {
            return Optional.of(source.columns());
        }
        return analysis.graph().flatMap(graph -> graph.find(asset.key())).flatMap(Graph.Node::columns);
    }

    /** The errors that keep the project as a whole from being used. */
    public List<Problem> stopping() {
        return problems.stream()
                .filter(problem ->
                        problem.isError() && !javaPipelines.problems().contains(problem))
                .toList();
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    public long errors() {
        return problems.stream().filter(Problem::isError).count();
    }
}
