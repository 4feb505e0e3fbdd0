package dev.daybreak.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.orchestration.run.TestProject;
import java.nio.file.Path;
import java.util.List;
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
        LatePromise.given(project);
        try (ApiServer server = new ApiServer(project)) {
            LatePromise.broken(project, List.of("chat"));

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
