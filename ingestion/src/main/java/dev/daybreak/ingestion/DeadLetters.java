package dev.daybreak.ingestion;

import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.time.Instant;
import java.util.List;

/** Bad records of a source as rows: file, line, reason, raw text, and when they were read. */
final class DeadLetters {
    private static final Schema COLUMNS = Schema.of(
            Column.of("file", Primitive.STRING),
            Column.of("line", Primitive.LONG),
            Column.of("reason", Primitive.STRING),
            Column.of("raw", Primitive.STRING),
            Column.of("ingested_at", Primitive.TIMESTAMPTZ));

    private DeadLetters() {}

    static AssetKey key(SourceAsset source) {
        return SideTable.key(source, SideTable.Kind.DEAD_LETTERS);
    }

    /** Writes those that were staged. */
    static List<WrittenFile> write(SideTable table, Session session, String attempt, Instant at) {
        return table.write(
                session,
                COLUMNS,
                "SELECT file, line, reason, rtrim(raw, chr(13)) AS raw, TIMESTAMPTZ '" + at + "' AS ingested_at FROM "
                        + Staging.DEAD + " ORDER BY file, line",
                attempt);
    }
}
