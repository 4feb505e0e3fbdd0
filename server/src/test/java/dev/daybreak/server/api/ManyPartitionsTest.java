package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.orchestration.run.TestProject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An asset with 120,000 partitions is listed page by page. */
@Timeout(120)
class ManyPartitionsTest {
    private static final int PARTITIONS = 120_000;
    private static final Instant START = Instant.parse("1700-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void everyPartitionIsListedOnceAndInOrder() {
        Instant end = START.plus(PARTITIONS, ChronoUnit.DAYS);
        try (ApiServer server = new ApiServer(new TestProject(folder), List.of(), START, end)) {
            Set<String> seen = new HashSet<>();
            String last = "";
            String cursor = "";
            do {
                JsonNode page = server.get("/assets/features.daily/partitions?limit=1000" + cursor)
                        .json();
                for (JsonNode partition : page.get("partitions")) {
                    String start = partition.get("start").asText();
                    assertThat(start).isGreaterThan(last);
                    last = start;
                    seen.add(start);
                }
                cursor = page.get("next").isNull()
                        ? ""
                        : "&cursor=" + page.get("next").asText();
            } while (!cursor.isEmpty());

            assertThat(seen).hasSize(PARTITIONS);
        }
    }
}
