package dev.daybreak.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The recommender with all of its sixty days, but few clicks in them, and a model that learns in a moment. */
public final class SmallWeeks {
    private static final ClickLogs.Size SIZE = new ClickLogs.Size(60, 60_000, 300, 60);

    private SmallWeeks() {}

    public static void write(Path project) throws IOException {
        RecommenderProject.write(project, SIZE);
        makeSmall(project);
    }

    /** One of its users has an age that cannot be. */
    public static void writeWithMistake(Path project) throws IOException {
        RecommenderProject.writeWithMistake(project, SIZE);
        makeSmall(project);
    }

    private static void makeSmall(Path project) throws IOException {
        Path model = project.resolve("models/click_model.yaml");
        replace(model, "rounds: 80", "rounds: 8");
        replace(model, "auc > 0.8", "auc > 0.5");
        replace(model, "champion.auc - 0.005", "champion.auc - 0.2");
    }

    private static void replace(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }
}
