package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.Salt;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code salt} says for a table. */
class SaltFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\n");
    }

    private void write(String header) {
        folder.write("assets/a/b.sql", "/*---\n" + header + "---*/\nSELECT 1 AS one\n");
    }

    private Optional<Salt> salt() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().tables().get(0).salt();
    }

    @Test
    void aTableHasNoneUnlessItSaysSo() {
        write("owner: ana\n");

        assertThat(salt()).isEmpty();
    }

    @Test
    void theKeyMayNameItsTable() {
        write("salt: {key: user_id, buckets: 2}\n");
        assertThat(salt()).hasValueSatisfying(salt -> {
            assertThat(salt.table()).isEmpty();
            assertThat(salt.column()).isEqualTo("user_id");
            assertThat(salt.buckets()).isEqualTo(2);
        });

        write("salt: {key: c.user_id, buckets: 1024}\n");
        assertThat(salt()).hasValueSatisfying(salt -> {
            assertThat(salt.table()).contains("c");
            assertThat(salt.key()).isEqualTo("c.user_id");
        });
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        write("salt: {key: a.b.c, buckets: 1}\n");
        assertThat(folder.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("assets/a/b.sql:2:13", "a column, such as user_id or clicks.user_id"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("assets/a/b.sql:2:29", "a whole number from 2 to 1024"));

        write("salt: {key: user_id}\n");
        assertThat(folder.problems()).singleElement().asString().contains("buckets");
    }

    @Test
    void itIsInNoFingerprint() {
        write("owner: ana\n");
        var without = folder.load().project().orElseThrow().tables().get(0).definition();

        write("salt: {key: user_id, buckets: 2}\n");

        assertThat(folder.load().project().orElseThrow().tables().get(0).definition())
                .isEqualTo(without);
    }
}
