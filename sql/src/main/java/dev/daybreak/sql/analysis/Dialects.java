package dev.daybreak.sql.analysis;

import dev.daybreak.project.Project;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables whose text another engine than the one that computes would understand. */
public final class Dialects {
    private Dialects() {}

    /** A warning for each: the others can be computed, so only its own step fails. */
    public static List<Problem> strangers(Project project, EngineSettings engine) {
        String name = engine.spark().isPresent() ? "spark" : "duckdb";
        List<Problem> problems = new ArrayList<>();
        for (TableAsset table : project.tables()) {
            Optional<String> other = table.dialect().filter(dialect -> !dialect.equals(name));
            other.ifPresent(dialect -> problems.add(Problem.warning(
                    table.about().place(),
                    "Cannot compute '" + table.key() + "' on engine '" + name + "': its dialect is '" + dialect + "'.",
                    "Choose engine '" + dialect + "' for it, or write it portably and take 'dialect' out.")));
        }
        return problems;
    }
}
