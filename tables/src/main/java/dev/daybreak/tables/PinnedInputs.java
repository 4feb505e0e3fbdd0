package dev.daybreak.tables;

import dev.daybreak.engine.Session;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables that a step reads, each held at one snapshot for the whole step. */
final class PinnedInputs {
    private final List<PinnedTable> tables;
    private final ZoneId zone;

    /** @param relation its name in a session; the number keeps {@code a.b_c} and {@code a_b.c} apart */
    private record PinnedTable(Input input, LakeTable table, Optional<Long> snapshot, String relation) {}

    private PinnedInputs(List<PinnedTable> tables, ZoneId zone) {
        this.tables = tables;
        this.zone = zone;
    }

    static PinnedInputs pin(Lake lake, Graph.Node node, ZoneId zone) {
        List<PinnedTable> tables = new ArrayList<>();
        for (Input input : node.inputs()) {
            LakeTable table = lake.find(input.asset())
                    .orElseThrow(() -> new DaybreakException(
                            ErrorCode.MISSING_INPUT,
                            "Cannot compute '" + node.key() + "': its input '" + input.asset()
                                    + "' was never published.",
                            input.place(),
                            "Run +" + node.key() + ", which brings its inputs up to date first.",
                            null));
            String relation = "in" + tables.size() + "_" + input.asset().namespace() + "_"
                    + input.asset().name();
            tables.add(new PinnedTable(input, table, table.currentSnapshot(), relation));
        }
        return new PinnedInputs(tables, zone);
    }

    /** Makes what a span of the reader's partitions may read, and nothing else, readable in a session. */
    void register(Session session, DataInterval first, DataInterval last) {
        for (PinnedTable pinned : tables) {
            Input.Window window = pinned.input().window();
            DataInterval read = window.of(first, zone).span(window.of(last, zone));
            session.register(
                    pinned.relation(),
                    pinned.table().pin(pinned.snapshot(), read, zone).relation());
        }
    }

    Map<AssetKey, String> relations() {
        Map<AssetKey, String> names = new LinkedHashMap<>();
        tables.forEach(pinned -> names.put(pinned.input().asset(), pinned.relation()));
        return names;
    }

    Map<AssetKey, Long> snapshots() {
        Map<AssetKey, Long> ids = new TreeMap<>();
        tables.forEach(pinned ->
                pinned.snapshot().ifPresent(id -> ids.put(pinned.input().asset(), id)));
        return ids;
    }
}
