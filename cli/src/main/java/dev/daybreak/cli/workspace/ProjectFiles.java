package dev.daybreak.cli.workspace;

import dev.daybreak.models.definition.ModelRules;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
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
 * @param problems all of them, by place; errors and warnings
 * @param code of the failure if there are errors
 */
public record ProjectFiles(
        Optional<Project> project, Optional<Analysis> analysis, List<Problem> problems, ErrorCode code) {
    /** Reads and validates everything. */
    public static ProjectFiles read(Path root, Map<String, String> variables) {
        Loaded loaded = ProjectLoader.load(root, variables);
        List<Problem> problems = new ArrayList<>(loaded.problems());
        Optional<Analysis> analysis = loaded.project().map(ProjectAnalysis::analyze);
        analysis.ifPresent(found -> {
            problems.addAll(found.problems());
            for (Asset asset : loaded.project().orElseThrow().assets()) {
                problems.addAll(rules(asset, found));
            }
        });
        problems.sort(Comparator.comparing(Problem::place));
        return new ProjectFiles(loaded.project(), analysis, List.copyOf(problems), loaded.code());
    }

    private static List<Problem> rules(Asset asset, Analysis analysis) {
        List<Problem> problems = new ArrayList<>(Checks.validate(asset.checks(), columns(asset, analysis)));
        if (asset instanceof ModelAsset model) {
            Optional<Schema> training = analysis.graph()
                    .flatMap(graph -> graph.find(model.table()))
                    .flatMap(node -> columns(node.asset(), analysis));
            problems.addAll(ModelRules.validate(model, training));
        }
        return problems;
    }

    private static Optional<Schema> columns(Asset asset, Analysis analysis) {
        if (asset instanceof SourceAsset source) {
            return Optional.of(source.columns());
        }
        return analysis.graph().flatMap(graph -> graph.find(asset.key())).flatMap(Graph.Node::columns);
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    public long errors() {
        return problems.stream().filter(Problem::isError).count();
    }
}
