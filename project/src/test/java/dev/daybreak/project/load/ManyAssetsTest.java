package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyAssetsTest {
    @Test
    void loadsAThousandAssets(@TempDir Path root) {
        ProjectFolder folder = new ProjectFolder(root);
        String table = Manual.examples().get("assets/features/user_days.sql");
        for (int i = 0; i < 1000; i++) {
            folder.write("assets/generated/t" + i + ".sql", table);
        }
        assertThat(folder.load().problems()).isEmpty();

        // How long it takes is printed, not asserted: it depends on what else the machine does.
        long start = System.nanoTime();
        assertThat(folder.load().project().orElseThrow().tables()).hasSize(1000);
        System.out.printf("1,000 assets loaded in %.3f s%n", (System.nanoTime() - start) / 1e9);
    }
}
