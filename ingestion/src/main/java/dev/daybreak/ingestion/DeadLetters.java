package dev.daybreak.ingestion;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The table of a source's bad records: file, line, reason, raw text, and when they were read. */
final class DeadLetters {
    private static final Schema COLUMNS = Schema.of(
            Column.of("file", Primitive.STRING),
            Column.of("line", Primitive.LONG),
            Column.of("reason", Primitive.STRING),
            Column.of("raw", Primitive.STRING),
            Column.of("ingested_at", Primitive.TIMESTAMPTZ));

    private final Lake lake;
    private final SourceAsset source;
    private final AssetKey key;

    DeadLetters(Lake lake, SourceAsset source) {
        this.lake = lake;
        this.source = source;
        this.key = key(source);
    }

    static AssetKey key(SourceAsset source) {
        return new AssetKey(source.key().namespace(), source.key().name() + "__dead_letters");
    }

    Optional<LakeTable> table() {
        return lake.find(key);
    }

    /** Writes the bad records of a step as files that nobody reads yet. */
    List<WrittenFile> write(Session session, String attempt, Instant at) {
        LakeTable table = lake.prepare(key, new Lake.Layout(COLUMNS, Optional.empty(), List.of()));
        return session.write(
                "SELECT file, line, reason, rtrim(raw, chr(13)) AS raw, TIMESTAMPTZ '" + at + "' AS ingested_at FROM "
                        + Staging.DEAD + " ORDER BY file, line",
                table.stage(attempt));
    }

    /**
     * Publishes what the ledger has for a step whose own commit is through, once, under a key beside the step's. A full load
     * replaces all earlier bad records, be it by none.
     */
    void finish(Ledger ledger, PublishGuard guard, String step, ZoneId zone) {
        boolean full = SourceWork.load(source) == SourceAsset.Load.FULL;
        List<WrittenFile> files = ledger.deadLetters(source.key(), step);
        boolean earlier = full && table().flatMap(LakeTable::currentSnapshot).isPresent();
        if (!files.isEmpty() || earlier) {
            LakeTable table = lake.prepare(key, new Lake.Layout(COLUMNS, Optional.empty(), List.of()));
            table.publish(files, full ? List.of(DataInterval.ALL) : List.of(), zone, guard);
        }
    }

    void discard(String attempt) {
        table().ifPresent(table -> table.discard(attempt));
    }

    static PublishGuard beside(PublishGuard guard) {
        return new PublishGuard(
                stepKey(guard.step()),
                guard.attempt(),
                guard.token(),
                guard.run(),
                guard.fingerprint(),
                // The step's own commit is through: its bad records belong to it, whoever came after.
                () -> true);
    }

    static PublishGuard recovering(String step, String attempt) {
        return new PublishGuard(stepKey(step), attempt, 0, "recovered", "", () -> true);
    }

    private static String stepKey(String step) {
        return step + "/dead-letters";
    }
}
