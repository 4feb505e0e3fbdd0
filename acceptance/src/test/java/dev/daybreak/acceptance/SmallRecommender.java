package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.demo.ClickLogs;
import dev.daybreak.cli.demo.RecommenderProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of the demo with five days, and a model that learns in a moment. */
final class SmallRecommender {
    private SmallRecommender() {}

    static void write(Path project) throws IOException {
        RecommenderProject.write(project, new ClickLogs.Size(5, 20_000, 200, 50));
        replace(project.resolve("daybreak.yaml"), "end: 2023-03-02", "end: 2023-01-06");
        replace(project.resolve("assets/features/impressions.sql"), "start: 2023-01-17", "start: 2023-01-02");
        Path model = project.resolve("models/click_model.yaml");
        replace(model, "{every: week, starts: thursday, start: 2023-02-16}", "{every: day, start: 2023-01-05}");
        replace(model, "window: 37 days", "window: 4 days");
        replace(model, "last: 7 days", "last: 1 day");
        replace(model, "rounds: 80", "rounds: 8");
        replace(model, "auc > 0.8", "auc > 0.5");
    }

    static void replace(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }
}
