package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.freshness.FreshnessWatch;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.project.asset.Promise;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API tells of promises, of those that were not kept, and of what people were told. */
@Timeout(60)
class FreshnessApiTest {
    @TempDir
    Path folder;

    @Test
    void whatIsLateIsToldWithItsReasonAndTheAlertThatWentOut() {
        TestProject project = new TestProject(folder);
        project.promises.put(TestProject.DAILY, Promise.parse("by 06:00").orElseThrow());
        try (ApiServer server = new ApiServer(project)) {
            AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-01-01T00:00:00Z"));
            StoreClock clock = StoreClock.of(now::get);
            FreshnessWatch watch = new FreshnessWatch(
                    project.store,
                    new Outbox(project.store, clock),
                    "shop",
                    List.of("chat"),
                    project.graph(),
                    List.of(),
                    Optional.of(TestProject.day(1).start()),
                    Optional.of(TestProject.day(2).start()),
                    clock);
            watch.look();
            now.set(Instant.parse("2023-01-02T06:01:00Z"));
            watch.look();

            JsonNode promise = server.get("/freshness").json().at("/promises/0");
            JsonNode breach = server.get("/breaches").json().at("/breaches/0");
            JsonNode alert = server.get("/alerts?limit=1").json().at("/alerts/0");

            assertThat(promise.get("asset").asText()).isEqualTo("features.daily");
            assertThat(promise.get("state").asText()).isEqualTo("late");
            assertThat(promise.get("due").asText()).isEqualTo("2023-01-02T06:00:00Z");
            assertThat(promise.get("fresh").asText()).isEqualTo("by 06:00");
            assertThat(promise.get("why").asText()).isNotEmpty();
            assertThat(breach.get("breached").asText()).isEqualTo("2023-01-02T06:01:00Z");
            assertThat(breach.get("healed").isNull()).isTrue();
            assertThat(alert.get("target").asText()).isEqualTo("chat");
            assertThat(alert.get("state").asText()).isEqualTo("waiting");
            assertThat(alert.get("text").asText()).contains("features.daily");
        }
    }
}
