package dev.daybreak.server.pages.models;

import dev.daybreak.models.artifact.Insight;
import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.models.registry.NewVersion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.server.prediction.Artifacts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Publishes versions of the test project's model. */
public final class Versions {
    private final TestProject project;
    public final Registry registry;

    public Versions(TestProject project) {
        this.project = project;
        this.registry = new Registry(project.store);
    }

    /** One without an archive. */
    public ModelVersion publish(Outcome outcome, double auc, String reason) {
        int week = registry.versions(TestProject.MODEL.name()).size() + 1;
        return registry.publish(
                new NewVersion(
                        TestProject.MODEL.name(),
                        "abc" + week,
                        Map.of("auc", new Metric(auc, auc - 0.01, auc + 0.01)),
                        outcome,
                        reason,
                        0,
                        false,
                        TestProject.day(week),
                        "features.recent",
                        42 + week,
                        "run-" + week,
                        "step-" + week),
                "models",
                () -> true,
                number -> {});
    }

    /** One with an archive. */
    public ModelVersion publish(Outcome outcome, double auc, String reason, Optional<Insight> insight) {
        ModelVersion version = publish(outcome, auc, reason);
        Artifacts.write(file(version), version.version(), insight);
        return version;
    }

    private Path file(ModelVersion version) {
        return dev.daybreak.project.Environment.prod(project.folder).own().resolve(version.artifact());
    }
}
