package dev.daybreak.ingestion;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A table beside a source's, with what its steps put aside. Published right after a step's own commit, from what the ledger says of the step. */
final class SideTable {
    private final Lake lake;
    private final SourceAsset source;
    private final Kind kind;

    /** What is put aside. */
    enum Kind {
        /** Records that do not fit the contract. */
        DEAD_LETTERS("dead_letters"),
        /** Rows older than the horizon. */
        LATE("late");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it stands in the ledger and at the end of names. */
        String text() {
            return text;
        }
    }

    SideTable(Lake lake, SourceAsset source, Kind kind) {
        this.lake = lake;
        this.source = source;
        this.kind = kind;
    }

    static List<SideTable> all(Lake lake, SourceAsset source) {
        return List.of(new SideTable(lake, source, Kind.DEAD_LETTERS), new SideTable(lake, source, Kind.LATE));
    }

    static AssetKey key(SourceAsset source, Kind kind) {
        return new AssetKey(source.key().namespace(), source.key().name() + "__" + kind.text());
    }

    AssetKey key() {
        return key(source, kind);
    }

    Optional<LakeTable> table() {
        return lake.find(key());
    }

    /**
     * Writes rows of a step as files that nobody reads yet.
     *
     * @param select yields the columns
     */
    List<WrittenFile> write(Session session, Schema columns, String select, String attempt) {
        LakeTable table = lake.prepare(key(), new Lake.Layout(columns, Optional.empty(), List.of()));
        return session.write(select, table.stage(attempt));
    }

    /**
     * Publishes what the ledger has for a step whose own commit is through, once, under a key beside the step's. A full load
     * replaces all that was put aside earlier, be it by nothing.
     *
     * @param guard the step's own
     */
    void finish(Ledger ledger, PublishGuard guard, ZoneId zone) {
        boolean full = source.reads().load() == SourceAsset.Load.FULL;
        List<WrittenFile> files = ledger.aside(source.key(), guard.step(), kind.text());
        Optional<LakeTable> table = table();
        boolean earlier = full && table.flatMap(LakeTable::currentSnapshot).isPresent();
        if (!files.isEmpty() || earlier) {
            table.orElseThrow().publish(files, full ? List.of(DataInterval.ALL) : List.of(), zone, beside(guard));
        }
    }

    private PublishGuard beside(PublishGuard guard) {
        return new PublishGuard(
                guard.step() + "/" + kind.text().replace('_', '-'),
                guard.attempt(),
                guard.token(),
                guard.run(),
                guard.fingerprint(),
                // The step's own commit is through: what it put aside belongs to it, whoever came after.
                () -> true);
    }

    void discard(String attempt) {
        table().ifPresent(table -> table.discard(attempt));
    }
}
