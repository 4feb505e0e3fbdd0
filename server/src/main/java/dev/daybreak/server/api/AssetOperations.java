package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.PartitionListing;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Assets and their partitions. */
final class AssetOperations {
    private static final String TAG = "assets";
    private static final Parameter NAME = Parameter.path("asset", "Its full name, such as raw.clicks.");

    private static final Schema ASSET = Schema.object(
                    Property.of("asset", Schema.TEXT, "Its full name."),
                    Property.of("kind", Schema.oneOf(AssetKind.ALL)),
                    Property.of("description", Schema.TEXT),
                    Property.of("owner", Schema.TEXT),
                    Property.of("domain", Schema.TEXT),
                    Property.of("tags", Schema.list(Schema.TEXT)),
                    Property.of("inputs", Schema.list(Schema.TEXT), "What it reads."),
                    Property.of(
                            "partition",
                            Schema.object(
                                            Property.of("column", Schema.TEXT.orNull()),
                                            Property.of("every", Schema.TEXT))
                                    .orNull(),
                            "How it is cut along time; null if it is not."),
                    Property.of("pool", Schema.TEXT.orNull()),
                    Property.of("weight", Schema.COUNT, "How many slots of its pool a step takes."),
                    Property.of("file", Schema.TEXT, "Where it is defined."))
            .named("Asset");

    private static final Schema PARTITION = Schema.object(
                    Property.of("start", Schema.INSTANT.orNull(), "Null for all data."),
                    Property.of("end", Schema.INSTANT.orNull()),
                    Property.of("state", Schema.oneOf(List.of("published", "missing"))),
                    Property.of("rows", Schema.COUNT.orNull()),
                    Property.of(
                            "snapshot",
                            Schema.TEXT.orNull(),
                            "A whole number, as text: it is too large for some readers of JSON."),
                    Property.of("run", Schema.TEXT.orNull(), "The run that published it last."),
                    Property.of("published", Schema.INSTANT.orNull()),
                    Property.of("fingerprint", Schema.TEXT.orNull()))
            .named("Partition");

    private final ServedProject served;
    private final Finding finding;
    private final PartitionListing partitions;

    AssetOperations(ServedProject served, Finding finding) {
        this.served = served;
        this.finding = finding;
        this.partitions = new PartitionListing(
                served.store(), served.graph(), served.project().settings());
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/assets", "listAssets", TAG)
                        .says("All assets of the project, each after what it reads.")
                        .answers(Schema.object(Property.of("assets", Schema.list(ASSET))))
                        .by(call -> Map.of(
                                "assets",
                                served.graph().nodes().stream()
                                        .map(AssetOperations::value)
                                        .toList())),
                Operation.get("/assets/{asset}", "getAsset", TAG)
                        .says("One asset.")
                        .takes(NAME)
                        .answers(ASSET)
                        .by(call -> value(finding.asset(call.path("asset")))),
                Operation.get("/assets/{asset}/partitions", "listPartitions", TAG)
                        .says("The partitions that the project asks for up to now, and those published; oldest first."
                                + " Whether one is stale only a plan can tell.")
                        .takes(NAME)
                        .takes(Page.LIMIT)
                        .takes(Page.CURSOR)
                        .answers(Page.schema("partitions", PARTITION))
                        .by(this::partitions));
    }

    private Object partitions(Call call) {
        int limit = Page.limit(call);
        Graph.Node node = finding.asset(call.path("asset"));
        return Page.answer(
                "partitions",
                limit,
                partitions.after(
                        node,
                        Page.position(call, parts -> new DataInterval(instant(parts.get(0)), instant(parts.get(1)))),
                        limit + 1),
                AssetOperations::value,
                entry -> List.of(
                        entry.interval().start().toEpochMilli(),
                        entry.interval().end().toEpochMilli()));
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static Map<String, Object> value(Graph.Node node) {
        Asset asset = node.asset();
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("asset", node.key().toString());
        value.put("kind", AssetKind.of(asset));
        value.put("description", asset.about().description());
        value.put("owner", asset.about().owner());
        value.put("domain", asset.about().domain());
        value.put("tags", asset.about().tags());
        value.put("inputs", node.named().stream().map(AssetKey::toString).toList());
        value.put("partition", asset.timePartition().map(AssetOperations::value).orElse(null));
        value.put("pool", Value.orNull(asset.about().slots().pool()));
        value.put("weight", asset.about().slots().weight());
        value.put("file", asset.about().place().file());
        return value;
    }

    private static Map<String, Object> value(TimePartition time) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("column", time.hasColumn() ? time.column() : null);
        value.put("every", time.cadence().grain().name().toLowerCase(Locale.ROOT));
        return value;
    }

    private static Map<String, Object> value(PartitionListing.Entry entry) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("start", Value.start(entry.interval()));
        value.put("end", Value.end(entry.interval()));
        value.put("state", entry.published().isPresent() ? "published" : "missing");
        value.put("rows", entry.published().map(found -> found.rows()).orElse(null));
        value.put(
                "snapshot",
                entry.published()
                        .flatMap(found -> found.snapshot())
                        .map(String::valueOf)
                        .orElse(null));
        value.put("run", entry.published().map(found -> found.run()).orElse(null));
        value.put(
                "published",
                entry.published().map(found -> found.published().toString()).orElse(null));
        value.put(
                "fingerprint",
                entry.published().map(found -> found.fingerprint().hash()).orElse(null));
        return value;
    }
}
