package dev.daybreak.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.time.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are older than a source's horizon. */
class HorizonTest {
    private static final AssetKey LATE = AssetKey.parse("raw.clicks__late");
    private static final SourceAsset CLICKS = Sources.jsonLines("data/*.jsonl")
            .columns("id long required", "day date")
            .byDay("day")
            .horizon(Span.days(7))
            .build();

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bench.write("data/1.jsonl", "{\"id\": 1, \"day\": \"2025-01-01\"}\n{\"id\": 2, \"day\": \"2025-03-20\"}\n");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String rows(AssetKey table) {
        return bench.query(table, "SELECT id, day FROM TABLE ORDER BY id").toString();
    }

    @Test
    void aFirstLoadHasNone() {
        bench.run(CLICKS, "first");

        assertThat(rows(CLICKS.key())).isEqualTo("[1|2025-01-01, 2|2025-03-20]");
        assertThat(bench.lake.find(LATE)).isEmpty();
    }

    @Test
    void rowsBeyondItGoAsideOnceAndAreTold() throws Exception {
        bench.run(CLICKS, "first");
        bench.write(
                "data/2.jsonl",
                """
                {"id": 3, "day": "2025-03-13"}
                {"id": 4, "day": "2025-03-14"}
                {"id": 5, "day": "2025-03-30"}
                {"id": 6, "day": "2025-01-01"}
                {"id": 7}
                """);
        Effect effect = bench.run(CLICKS, "second");

        assertThat(effect.words()).contains("2 rows beyond the horizon put aside");
        assertThat(bench.log)
                .anyMatch(line -> line.contains("2 rows beyond the horizon of 7 days go to 'raw.clicks__late'"));
        assertThat(rows(LATE)).isEqualTo("[3|2025-03-13, 6|2025-01-01]");
        assertThat(rows(CLICKS.key())).isEqualTo("[1|2025-01-01, 2|2025-03-20, 4|2025-03-14, 5|2025-03-30, 7|null]");
        assertThat(bench.lake.find(CLICKS.key()).orElseThrow().orphans()).isEmpty();
        assertThat(bench.query(LATE, "SELECT DISTINCT _file FROM TABLE").toString())
                .contains("2.jsonl");

        bench.run(CLICKS, "third");
        assertThat(rows(LATE)).isEqualTo("[3|2025-03-13, 6|2025-01-01]");
        assertThat(bench.lake.find(LATE).orElseThrow().history()).hasSize(1);
        try (Stream<Path> files = Files.walk(bench.root)) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .isEmpty();
        }
    }
}
