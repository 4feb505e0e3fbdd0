package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.project.access.PasswordHash;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making what {@code users} in daybreak.yaml takes. */
class UsersTest {
    @TempDir
    Path folder;

    private static Outcome hash(String typed, String... options) {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            String[] command = new String[options.length + 2];
            command[0] = "users";
            command[1] = "hash";
            System.arraycopy(options, 0, command, 2, options.length);
            return CommandLineProject.command(command);
        } finally {
            System.setIn(in);
        }
    }

    @Test
    void theHashOfAPasswordIsWhatAProjectTakes() {
        Outcome made = hash("correct horse battery\n");
        assertThat(made.status()).as(made.said()).isZero();
        String hash = made.out().strip();
        assertThat(PasswordHash.parse(hash).orElseThrow().isOf("correct horse battery"))
                .isTrue();

        CommandLineProject project = new CommandLineProject(folder);
        project.file(
                "daybreak.yaml", "name: shop\nusers:\n  - {name: ana, role: admin, password_hash: " + hash + "}\n");

        assertThat(project.run("validate").status()).isZero();
    }

    @Test
    void withJsonTheHashIsOneDocument() {
        assertThat(PasswordHash.parse(hash("correct horse battery", "--json")
                        .json()
                        .get("password_hash")
                        .asText()))
                .isPresent();
    }

    @Test
    void aPasswordThatIsShortIsRefusedAndNotTold() {
        Outcome refused = hash("hush hush\n");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.said())
                .contains("Invalid password: it has 9 characters; permitted: 12 to 1000.")
                .doesNotContain("hush hush");
        assertThat(hash("").said()).contains("it has 0 characters");
    }

    @Test
    void aPasswordIsNoArgument() {
        Outcome refused = hash("", "correct horse battery");

        assertThat(refused.status()).isEqualTo(2);
    }
}
