package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {
    private static final int DAMAGES = Integer.getInteger("damaged.files", 300);
    private static final String PIECES = "{}[]:,-'\"#&*!|>%@`$ \n\t\u00e40a";

    /** Seeded, so that a failure can be seen again. */
    @Test
    void anyDamageIsAnsweredWithProblemsAndNeverWithAnException(@TempDir Path root) {
        ProjectFolder folder = new ProjectFolder(root)
                .environment("PG_PASSWORD", "hunter2")
                .environment("DAYBREAK_PASSWORD", "hunter2")
                .environment("MAIL_PASSWORD", "hunter4")
                .environment("OIDC_SECRET", "hunter2")
                .environment("CHAT_URL", "https://chat.example.com/hook")
                .environment("ANA_TOKEN", "0123456789abcdef0123456789abcdef");
        Map<String, String> examples = Manual.examples();
        examples.forEach(folder::write);
        List<String> files = new ArrayList<>(examples.keySet());
        Random random = new Random(7);
        for (int i = 0; i < DAMAGES; i++) {
            String file = files.get(i % files.size());
            String text = examples.get(file);
            folder.write(file, damaged(text, random));

            Loaded loaded = folder.load();

            assertThat(loaded.project().isEmpty())
                    .isEqualTo(loaded.problems().stream().anyMatch(Problem::isError));
            assertThat(loaded.problems()).allSatisfy(problem -> {
                assertThat(problem.message())
                        .matches("(?s)(Cannot|Invalid|Missing) .*\\.?")
                        .doesNotContain("hunter2");
                assertThat(problem.place().line()).isLessThanOrEqualTo(text.split("\n", -1).length + 3);
            });
            folder.write(file, text);
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(30)));
            }
        }
        return damaged.toString();
    }
}
