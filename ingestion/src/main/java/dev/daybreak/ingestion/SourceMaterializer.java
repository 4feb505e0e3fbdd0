package dev.daybreak.ingestion;

import dev.daybreak.engine.Engine;
import dev.daybreak.ingestion.database.DatabaseProbe;
import dev.daybreak.ingestion.files.Changes;
import dev.daybreak.ingestion.files.Listing;
import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings sources in: files and databases. Thread-safe.
 *
 * <p>Exactly once: before a step commits to the lake it writes into the ledger what the commit holds, as pending, and after
 * the commit it marks that as done. Whether a step that died between the two committed is read from the table's history,
 * by the step's key. Bad records and rows that are too old go to tables beside, {@code raw.NAME__dead_letters} and {@code raw.NAME__late}, in commits after the step's own; their
 * files are in the ledger before it, so that {@link #recover} can always finish what a crash between the commits left.
 */
public final class SourceMaterializer implements Materializer {
    private final Engine engine;
    private final Lake lake;
    private final Ledger ledger;
    private final Settings settings;
    private final Path root;

    /**
     * @param settings of the project: its zone, and the connections that sources name
     * @param root the project's root, which relative paths start at
     */
    public SourceMaterializer(Engine engine, Lake lake, Store store, Settings settings, Path root) {
        this.engine = engine;
        this.lake = lake;
        this.ledger = new Ledger(store.jdbi());
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public boolean materializes(Asset asset) {
        return asset instanceof SourceAsset;
    }

    /**
     * Looks outside: lists files, or asks the database. A database that is loaded whole is read whole, because nothing less
     * tells whether a row changed; a SQLite file that has the same size and time as at the last look is not read.
     */
    @Override
    public Outside outside(Asset asset) {
        SourceAsset source = (SourceAsset) asset;
        if (source.reads() instanceof SourceAsset.Files) {
            Listing listing = Listing.of(source, root);
            Changes changes = Changes.between(listing, ledger.files(source.key()));
            ledger.touch(source.key(), changes.touched());
            return new Outside(listing.version(), changes.words());
        }
        return new DatabaseProbe(source, settings, root, ledger).look();
    }

    @Override
    public List<Slice> slices(Asset asset) {
        return lake.find(asset.key())
                .map(table -> table.slices(settings.zone()))
                .orElse(List.of());
    }

    @Override
    public Optional<List<Slice>> slicesAt(Asset asset, long snapshot) {
        return lake.find(asset.key()).flatMap(table -> table.slices(snapshot, settings.zone()));
    }

    @Override
    public Batching batching(Asset asset) {
        return new Batching(1, Order.ONE_BY_ONE);
    }

    @Override
    public Work prepare(StepContext step) {
        SourceAsset source = (SourceAsset) step.node().asset();
        return new SourceWork(source, step, new SourceWork.Parts(engine, lake, ledger, settings, root));
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        SourceAsset source = (SourceAsset) asset;
        AttemptFolder.of(settings, attempt).delete();
        Optional<LakeTable> table = lake.find(source.key());
        Optional<LakeTable.Published> published = table.flatMap(known -> known.findPublished(stepKey));
        table.ifPresent(known -> known.discard(attempt));
        List<SideTable> sides = SideTable.all(lake, source);
        if (published.isEmpty()) {
            sides.forEach(side -> side.discard(attempt));
            ledger.forget(source.key(), stepKey);
            return Optional.empty();
        }
        PublishGuard guard = new PublishGuard(stepKey, attempt, 0, "recovered", "", () -> true);
        sides.forEach(side -> side.finish(ledger, guard, settings.zone()));
        ledger.settle(source.key(), stepKey, source.reads().load() == SourceAsset.Load.FULL);
        return Optional.of(new Effect(Optional.of(published.get().snapshot()), Map.of(), ""));
    }
}
