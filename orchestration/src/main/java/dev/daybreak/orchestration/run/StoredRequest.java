package dev.daybreak.orchestration.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run asks for as text in its row, so that any process can go on with it. Assets and partitions have rows of their own. */
final class StoredRequest {
    private StoredRequest() {}

    static String write(RunRequest request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", request.demand().range().start().toEpochMilli());
        json.put("until", request.demand().range().end().toEpochMilli());
        json.put("begin", request.demand().begin().map(Instant::toEpochMilli).orElse(null));
        Choice choice = request.choice();
        json.put("only", choice.only().name());
        json.put("again_from", choice.range().start().toEpochMilli());
        json.put("again_until", choice.range().end().toEpochMilli());
        json.put(
                "starts",
                choice.starts().stream().map(Instant::toEpochMilli).sorted().toList());
        json.put("runs", choice.runs());
        return JsonText.write(json);
    }

    private record Fields(
            long from,
            long until,
            Long begin,
            String only,
            long again_from,
            long again_until,
            List<Long> starts,
            String runs) {}

    /** @param partitions of every asset that was asked for */
    static Asked read(String text, Graph graph, Map<AssetKey, List<DataInterval>> partitions) {
        Fields fields = JsonText.read(text, new TypeReference<>() {});
        Demand demand = Demand.restored(
                graph,
                partitions,
                interval(fields.from(), fields.until()),
                Optional.ofNullable(fields.begin()).map(Instant::ofEpochMilli));
        Choice choice = new Choice(
                Choice.Only.valueOf(fields.only()),
                interval(fields.again_from(), fields.again_until()),
                fields.starts().stream().map(Instant::ofEpochMilli).collect(Collectors.toSet()),
                fields.runs());
        return new Asked(demand, choice);
    }

    /** What decides which partitions are computed. */
    record Asked(Demand demand, Choice choice) {}

    private static DataInterval interval(long start, long end) {
        return new DataInterval(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
    }
}
