package dev.daybreak.ingestion.database;

import dev.daybreak.engine.Session;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.ingestion.stage.Intake;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import java.nio.file.Path;

/** s. */
public final class DatabaseIntake implements Intake {
    public DatabaseIntake(
            SourceAsset source,
            Settings settings,
            Path root,
            Ledger ledger,
            StepMonitor monitor,
            Session session,
            LakeTable table) {}

    @Override
    public void read(Staging staging, Runnable write) {}

    public void close() {}
}
