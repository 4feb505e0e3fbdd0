package dev.daybreak.orchestration.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an attempt is about to publish and how its step then ends, kept before it publishes. Whoever finds the effect in
 * the table can finish the record from it.
 *
 * @param refused why the other partitions of the step are not published; empty if all are
 */
record Intent(List<Accepted> partitions, Optional<Failure> refused) {
    /** A partition that its checks let pass. */
    record Accepted(DataInterval interval, Fingerprint fingerprint, long rows) {}

    Intent {
        partitions = List.copyOf(partitions);
    }

    long rows() {
        return partitions.stream().mapToLong(Accepted::rows).sum();
    }

    String toJson() {
        List<Map<String, Object>> accepted = new ArrayList<>();
        for (Accepted partition : partitions) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("start", partition.interval().start());
            item.put("end", partition.interval().end());
            item.put("rows", String.valueOf(partition.rows()));
            item.put("parts", partition.fingerprint().parts());
            accepted.add(item);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("partitions", accepted);
        refused.ifPresent(failure -> json.put(
                "refused",
                Map.of(
                        "code", failure.code().name(),
                        "message", failure.message(),
                        "place", failure.place(),
                        "mend", failure.mend())));
        return JsonText.write(json);
    }

    static Intent parse(String json) {
        Stored stored = JsonText.read(json, new TypeReference<>() {});
        List<Accepted> accepted = stored.partitions().stream()
                .map(item -> new Accepted(
                        new DataInterval(Instant.parse(item.start()), Instant.parse(item.end())),
                        new Fingerprint(item.parts()),
                        Long.parseLong(item.rows())))
                .toList();
        Optional<Failure> refused = Optional.ofNullable(stored.refused())
                .map(failure -> new Failure(
                        ErrorCode.valueOf(failure.get("code")),
                        failure.get("message"),
                        failure.get("place"),
                        failure.get("mend")));
        return new Intent(accepted, refused);
    }

    private record Stored(List<StoredPartition> partitions, Map<String, String> refused) {}

    private record StoredPartition(String start, String end, String rows, TreeMap<String, String> parts) {}
}
