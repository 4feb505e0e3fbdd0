package dev.daybreak.orchestration.history;

import dev.daybreak.project.asset.AssetKey;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What is known of the files and rows that a source has brought in. */
public final class LedgerRows {
    private static final List<String> TABLES = List.of("ingested_file", "source_cursor", "source_probe");

    private LedgerRows() {}

    /** Forgets it, so that all that the source has is new to it. Of an asset that is no source there is nothing. */
    public static void remove(Handle handle, AssetKey source) {
        for (String table : TABLES) {
            handle.createUpdate("DELETE FROM " + table + " WHERE asset = :asset")
                    .bind("asset", source.toString())
                    .execute();
        }
    }
}
