package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.OidcProvider;
import dev.daybreak.project.access.PasswordHash;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.access.User;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code users}, {@code oidc} and {@code address} say. */
class AdmissionFormTest {
    private static final PasswordHash HASH = PasswordHash.of("correct horse battery", PasswordHash.FEWEST);

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root).environment("OIDC_SECRET", "hush");
    }

    private Admission admission(String... lines) {
        write(lines);
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().settings().admission();
    }

    private void write(String... lines) {
        folder.write("daybreak.yaml", "name: shop\n" + String.join("\n", lines) + "\n");
    }

    @Test
    void aUserHasANameARoleAndAHashOfAPassword() {
        List<User> users = admission("users:", "  - {name: ana, role: operator, password_hash: " + HASH.text() + "}")
                .users();

        assertThat(users).hasSize(1);
        assertThat(users.get(0).name()).isEqualTo("ana");
        assertThat(users.get(0).role()).isEqualTo(Role.OPERATOR);
        assertThat(users.get(0).password().isOf("correct horse battery")).isTrue();
        assertThat(users.get(0).password().isOf("correct horse batterz")).isFalse();
        assertThat(users.toString()).doesNotContain(HASH.text().substring(30));
    }

    @Test
    void aPasswordInPlaceOfItsHashIsRefusedWithItsPlace() {
        write("users:", "  - {name: ana, role: operator, password_hash: correct horse battery}");

        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem)
                .contains("daybreak.yaml:3:48")
                .contains("Invalid password_hash of 'ana': it is not what 'daybreak users hash' prints.")
                .doesNotContain("horse"));
    }

    @Test
    void hashesThatAreGuessedTooFastOrKeepTheServerBusyAreRefused() {
        for (String iterations : List.of("i=001000$", "i=099999$", "i=99999999$")) {
            assertThat(PasswordHash.parse(HASH.text().replaceFirst("i=\\d+\\$", iterations.replace("$", "\\$"))))
                    .isEmpty();
        }
        assertThat(PasswordHash.parse(HASH.text()).orElseThrow().text()).isEqualTo(HASH.text());
    }

    @Test
    void nobodyHasTheNameOfAnother() {
        write(
                "tokens: [{name: ana, role: viewer, token: \"${env:OIDC_SECRET}0123456789abcdef0123\"}]",
                "users:",
                "  - {name: ana, role: viewer, password_hash: " + HASH.text() + "}",
                "  - {name: ben, role: viewer, password_hash: " + HASH.text() + "}",
                "  - {name: ben, role: admin, password_hash: " + HASH.text() + "}");

        assertThat(folder.problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("daybreak.yaml:4:12", "Invalid name 'ana': another user or token"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("daybreak.yaml:6:12", "Invalid name 'ben': another user or token"));
    }

    @Test
    void aProviderIsAskedForGroupsThatHaveRoles() {
        Admission admission = admission(
                "address: https://daybreak.example.com/",
                "oidc:",
                "  issuer: https://login.example.com/realms/data",
                "  client_id: daybreak",
                "  client_secret: ${env:OIDC_SECRET}",
                "  scopes: groups",
                "  roles: {claim: realm_access.roles, map: {analysts: viewer, 'data engineers': operator}}");

        OidcProvider provider = admission.provider().orElseThrow();
        assertThat(provider.scopes()).containsExactly("openid", "profile", "groups");
        assertThat(provider.rolesClaim()).isEqualTo("realm_access.roles");
        assertThat(provider.roles()).isEqualTo(Map.of("analysts", Role.VIEWER, "data engineers", Role.OPERATOR));
        assertThat(provider.role(List.of("guests", "analysts", "data engineers")))
                .contains(Role.OPERATOR);
        assertThat(provider.role(List.of("guests"))).isEmpty();
        assertThat(admission.toString()).doesNotContain("hush");
        assertThat(admission.address()).contains(URI.create("https://daybreak.example.com"));
        assertThat(admission.isThisMachineOnly()).isFalse();
    }

    @Test
    void whatWouldTellSecretsOrFitsNothingIsRefused() {
        write(
                "address: https://daybreak.example.com/below",
                "oidc:",
                "  issuer: http://login.example.com",
                "  client_id: daybreak",
                "  client_secret: hush",
                "  roles: {map: {analysts: wizard}}");

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).contains("daybreak.yaml:2:10", "an address without a path"))
                .anySatisfy(problem -> assertThat(problem).contains("daybreak.yaml:4:11", "an address of https"))
                .anySatisfy(problem -> assertThat(problem).contains("'client_secret' holds it in plain text"))
                .anySatisfy(problem -> assertThat(problem).contains("expected one of viewer, operator, admin"));
    }

    @Test
    void aProviderOfWhichNobodyMaySignInIsAMistake() {
        write(
                "oidc:",
                "  issuer: https://login.example.com",
                "  client_id: daybreak",
                "  client_secret: ${env:OIDC_SECRET}",
                "  roles: {map: {}}");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("daybreak.yaml:6:", "Invalid map of 'oidc': it gives nobody a role."));
    }
}
