package dev.daybreak.ingestion.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvHeaderTest {
    /** The engine reads a large file by several threads, which heed no order where a source is brought in. */
    @Test
    void isTheFirstLineOfALargePackedFile(@TempDir Path folder) {
        Path file = folder.resolve("large.csv.zst");
        try (DuckDbEngine engine = DuckDbEngine.open(new DuckDbEngine.Settings(1L << 30, 2, folder.resolve("spill")));
                Session session = engine.open(ZoneOffset.UTC)) {
            session.execute("COPY (SELECT i AS id, md5(CAST(i AS VARCHAR)) || md5(CAST(-i AS VARCHAR)) AS name"
                    + " FROM range(1000000) t(i)) TO '" + file + "' (FORMAT csv, HEADER, COMPRESSION zstd)");
            session.execute("SET SESSION preserve_insertion_order = false");

            for (int time = 0; time < 20; time++) {
                assertThat(CsvHeader.of(file, sql -> FoundSource.firstText(session, sql))
                                .columns())
                        .containsExactly("id", "name");
            }
        }
    }
}
