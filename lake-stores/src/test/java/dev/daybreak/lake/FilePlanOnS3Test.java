package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.time.DataInterval;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnS3.class)
class FilePlanOnS3Test extends FilePlanTest {
    /** Engines read copies of the files, and so do not read the table by themselves. */
    @Test
    @Override
    void tellsWhichSnapshotTheFilesAreOf() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);

        assertThat(test.table
                        .pin(Optional.empty(), DataInterval.ALL, UTC)
                        .relation()
                        .origin())
                .isEmpty();
    }

    @Test
    void namesFilesByTheirCopies() {
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);

        String path = test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files()
                .get(0)
                .path();

        assertThat(path).startsWith(folder.resolve("cache/files/s3/company-lake") + "/");
    }
}
