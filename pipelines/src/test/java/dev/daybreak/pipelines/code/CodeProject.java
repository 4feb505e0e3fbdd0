package dev.daybreak.pipelines.code;

import dev.daybreak.project.Project;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A project in a folder with pipelines in Java, each given by the body of its {@code define} and what else its class has. */
public final class CodeProject {
    public final Path root;

    public CodeProject(Path root) {
        this.root = root;
        file(
                "daybreak.yaml",
                """
                name: test
                start: 2025-01-01
                variables: {limit: 5}
                pools: {narrow: 1}
                retries: {most: 0}
                alerts: {chat: {webhook: "https://chat.example.com/hook"}}
                connections: {shop: {url: "jdbc:sqlite:shop.db"}}
                """);
    }

    /** A pipeline that runs daily. */
    public CodeProject daily(String type, String define) {
        return pipeline(type, "pipeline.schedule(\"@daily\");\n" + define, "");
    }

    /** @param members of the class */
    public CodeProject pipeline(String type, String define, String members) {
        return file(
                "pipelines/" + type + ".java",
                """
                import dev.daybreak.pipelines.api.*;
                import dev.daybreak.project.asset.TriggerRule;
                import java.nio.file.*;
                import java.util.*;

                public final class %s implements JavaPipeline {
                    @Override
                    public void define(PipelineBuilder pipeline) {
                %s
                    }

                    static void note(StepContext step, String text) throws Exception {
                        Files.writeString(step.project().resolve("notes.txt"), text + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    }

                %s
                }
                """
                        .formatted(type, define, members));
    }

    public CodeProject file(String name, String text) {
        try {
            Path path = root.resolve(name);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Project load() {
        Loaded loaded = ProjectLoader.load(root, Map.of());
        return loaded.project()
                .orElseThrow(() -> new IllegalStateException(loaded.problems().toString()));
    }

    public JavaPipelines pipelines() {
        return JavaPipelines.load(load());
    }
}
