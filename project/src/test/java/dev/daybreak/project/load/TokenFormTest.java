package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Settings;
import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tokens} says. */
class TokenFormTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private void write(String... tokens) {
        folder.write("daybreak.yaml", "name: shop\ntokens:\n  - " + String.join("\n  - ", tokens) + "\n");
    }

    private static String token(String name, String role, String secret) {
        return "{name: " + name + ", role: " + role + ", token: \"" + secret + "\"}";
    }

    @Test
    void aProjectThatSaysNothingHasNone() {
        folder.write("daybreak.yaml", "name: shop\n");

        assertThat(folder.load().project().orElseThrow().settings().admission().isThisMachineOnly())
                .isTrue();
    }

    @Test
    void aTokenComesFromAFileAndIsNeverPrinted() {
        folder.write("ana.txt", SECRET);
        write(token("ana", "operator", "${file:ana.txt}"));

        Loaded loaded = folder.load();
        Settings settings = loaded.project().orElseThrow().settings();

        assertThat(loaded.problems()).isEmpty();
        assertThat(settings.admission().tokens()).containsExactly(new AccessToken("ana", Role.OPERATOR, SECRET));
        assertThat(settings + " " + settings.admission().tokens()).doesNotContain(SECRET);
    }

    @Test
    void aTokenInPlainTextIsWarnedOf() {
        write(token("ana", "viewer", SECRET));

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("daybreak.yaml:3:")
                .contains("'token' holds it in plain text")
                .doesNotContain(SECRET));
    }

    @Test
    void aRoleThatDoesNotExistIsToldWithTheNearestName() {
        write(token("ana", "oprator", SECRET));

        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem)
                .contains("expected one of viewer, operator, admin")
                .contains("Did you mean 'operator'?"));
    }

    @Test
    void aTokenThatIsShortOrCannotBeSentIsToldWithoutTellingIt() {
        write(token("ana", "viewer", "hush-hush"), token("ben", "viewer", "a blank is in this token here"));

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("Invalid token of 'ana': it has 9 characters; permitted: at least 20."))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("Invalid token of 'ben': it has characters that a header cannot carry"))
                .noneSatisfy(problem -> assertThat(problem).contains("hush-hush"))
                .noneSatisfy(problem -> assertThat(problem).contains("a blank is"));
    }

    @Test
    void namesAndTokensAreEachSomebodysOwn() {
        write(token("ana", "viewer", SECRET), token("ana", "admin", SECRET + "1"), token("ben", "viewer", SECRET));

        assertThat(folder.problems())
                .anySatisfy(
                        problem -> assertThat(problem).contains("Invalid name 'ana': another token has it already."))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("Invalid token of 'ben': it is the same as that of 'ana'.")
                        .doesNotContain(SECRET));
    }

    @Test
    void aNameThatIsUnfitForTheAuditLogIsTold() {
        write(token("'<b>'", "viewer", SECRET));

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).contains("up to 64 letters, digits, '.', '_' and '-'"));
    }
}
