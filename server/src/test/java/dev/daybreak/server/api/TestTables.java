package dev.daybreak.server.api;

import dev.daybreak.lake.LakeTable.SnapshotEntry;
import dev.daybreak.lake.TableFiles;
import dev.daybreak.lake.TableFiles.Part;
import dev.daybreak.lake.TableFiles.Sizes;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One table of two snapshots, {@code 9107345278899544639} and {@code 9223372036854775806}, the newest of which is {@code 9223372036854775806} until the table is put back. */
public final class TestTables implements ServedTables {
    /** What was done: snapshot, who and why. */
    public final List<String> putBack = new CopyOnWriteArrayList<>();

    /** Why nothing can be read; empty if it can. */
    public volatile String problem = "";

    private volatile long newest = 9_223_372_036_854_775_806L;

    @Override
    public Facts facts(AssetKey asset) {
        if (!problem.isEmpty()) {
            throw new DaybreakException(ErrorCode.BAD_SOURCE, problem, "");
        }
        if (!asset.equals(TestProject.DAILY)) {
            return Facts.NONE;
        }
        TableFiles files = new TableFiles(
                newest,
                new Sizes(3, 60, 4_608, 512, 3_072),
                0,
                List.of(
                        new Part("2023-01-02", new Sizes(2, 40, 3_584, 512, 3_072)),
                        new Part("2023-01-01", new Sizes(1, 20, 1_024, 1_024, 1_024))));
        return new Facts(
                Optional.empty(),
                Optional.of(files),
                List.of(snapshot(9_223_372_036_854_775_806L), snapshot(9_107_345_278_899_544_639L)));
    }

    private TableSnapshot snapshot(long id) {
        return new TableSnapshot(
                new SnapshotEntry(
                        id, Instant.parse("2023-01-06T00:00:00Z"), "overwrite", Map.of("total-records", "60")),
                id == newest,
                id <= newest);
    }

    @Override
    public String compiled(SqlAsset asset, DataInterval interval) {
        return asset.sql();
    }

    @Override
    public Foretold foretell(Graph.Node node, long snapshot) {
        DataInterval day = TestProject.day(2);
        return new Foretold(
                List.of(day),
                List.of(new PlannedPartition(
                        TestProject.RECENT,
                        day,
                        PlannedPartition.State.STALE,
                        "input features.daily changed",
                        new Fingerprint(new TreeMap<>()))));
    }

    @Override
    public int putBack(Graph.Node node, long snapshot, String who, String why) {
        newest = snapshot;
        putBack.add(node.key() + " " + snapshot + " " + who + ": " + why);
        return 1;
    }
}
