package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code daybreak.yaml} puts the metadata. */
class MetadataSettingTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ProjectFolder(root).environment("PW", "hunter2");
    }

    private Settings settings(String metadata) {
        folder.write("daybreak.yaml", "name: x\n" + metadata);
        return folder.load().project().orElseThrow().settings();
    }

    @Test
    void isInTheStateFolderUnlessADatabaseIsNamed() {
        assertThat(settings("").metadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db:5432/daybreak", "jdbc:postgresql://db/daybreak?currentSchema=prod"})
    void isInPostgres(String url) {
        Settings settings = settings("metadata: {url: '" + url + "', user: ana, password: '${env:PW}'}");

        assertThat(folder.problems()).isEmpty();
        assertThat(settings.metadata()).contains(new Settings.Connection("metadata", url, "ana", "hunter2"));
        assertThat(settings.toString()).contains("metadata").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db/daybreak", "jdbc:sqlite:file.db", "postgresql://db", "db:5432/daybreak"})
    void refusesWhatIsNotAPostgresDatabase(String url) {
        folder.write("daybreak.yaml", "name: x\nmetadata:\n  url: " + url + "\n");

        assertThat(folder.problems())
                .containsExactly("daybreak.yaml:3:8 Invalid value '" + url
                        + "' of 'url': expected a PostgreSQL database, such as 'postgresql://host:5432/daybreak'.");
    }

    @Test
    void refusesAPasswordInTheUrlAndDoesNotTellIt() {
        folder.write("daybreak.yaml", "name: x\nmetadata:\n  url: postgresql://ana:hunter2@db/daybreak\n");

        assertThat(folder.problems())
                .containsExactly("daybreak.yaml:3:8 Invalid url of 'metadata': it holds a user or password.");
    }

    @Test
    void warnsOfAPasswordThatIsWrittenOut() {
        folder.write("daybreak.yaml", "name: x\nmetadata: {url: 'postgresql://db/daybreak', password: hunter2}\n");

        assertThat(folder.problems())
                .containsExactly("daybreak.yaml:2:55 Invalid place for a secret: 'password' holds it in plain text.");
    }
}
