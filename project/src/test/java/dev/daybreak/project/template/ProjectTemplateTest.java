package dev.daybreak.project.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.Project;
import dev.daybreak.project.load.Loaded;
import dev.daybreak.project.load.ProjectLoader;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTemplateTest {
    @TempDir
    Path folder;

    @Test
    void writesProjectThatLoadsWithoutProblem() throws IOException {
        Path project = folder.resolve("new/shop");

        ProjectTemplate.write(project, "Ana's \"shop\": the 1st");

        Loaded loaded = ProjectLoader.load(project, Map.of());
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.project().map(Project::settings).orElseThrow().name()).isEqualTo("Ana's \"shop\": the 1st");
        assertThat(project.resolve(".gitignore")).hasContent(".daybreak/");
        assertThat(Files.readAllLines(project.resolve("data/orders.csv"))).hasSize(46);
    }

    @Test
    void refusesFolderThatHoldsProject() throws IOException {
        Files.writeString(folder.resolve("daybreak.yaml"), "name: mine");

        assertThatThrownBy(() -> ProjectTemplate.write(folder, "shop"))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE))
                .hasMessage("Cannot make a project in '" + folder + "': it has a daybreak.yaml.");
        assertThat(folder.resolve("daybreak.yaml")).hasContent("name: mine");
        assertThat(folder.resolve("sources")).doesNotExist();
    }

    @Test
    void keepsTheNotesOfAFolder() throws IOException {
        Files.writeString(folder.resolve("README.md"), "mine");

        assertThat(ProjectTemplate.write(folder, "shop")).doesNotContain(Path.of("README.md"));

        assertThat(folder.resolve("README.md")).hasContent("mine");
        assertThat(folder.resolve("daybreak.yaml")).exists();
    }

    @Test
    void refusesToReplaceAFile() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/orders.csv"), "mine");

        assertThatThrownBy(() -> ProjectTemplate.write(folder, "shop"))
                .hasMessage("Cannot make a project in '" + folder + "': it has a data/orders.csv.");
        assertThat(folder.resolve("daybreak.yaml")).doesNotExist();
    }
}
