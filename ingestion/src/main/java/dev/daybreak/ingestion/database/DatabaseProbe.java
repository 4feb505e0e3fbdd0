package dev.daybreak.ingestion.database;

import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.plan.Outside;
import java.nio.file.Path;

/** s. */
public final class DatabaseProbe {
    public DatabaseProbe(SourceAsset source, Settings settings, Path root, Ledger ledger) {}

    public Outside look() {
        return Outside.NOTHING;
    }
}
