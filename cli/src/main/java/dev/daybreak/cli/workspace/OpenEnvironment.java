package dev.daybreak.cli.workspace;

import dev.daybreak.lake.Branch;
import dev.daybreak.lake.BranchEnd;
import dev.daybreak.lake.Lake;
import dev.daybreak.orchestration.environment.Inherited;
import dev.daybreak.orchestration.environment.Promotion;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Environment;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.lake.LakePlace;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The record and the tables of one environment; of every other than prod, with those of prod behind them. */
final class OpenEnvironment implements AutoCloseable {
    private final Environment environment;
    private final LakePlace place;
    private final Set<AssetKey> assets;
    private final Store store;
    private final Lake lake;
    private final Optional<Behind> behind;

    /** What an environment falls back to. */
    private record Behind(Store store, Lake lake, Inherited inherited) {}

    private OpenEnvironment(Settings settings, Set<AssetKey> assets, Store store, Lake lake, Optional<Behind> behind) {
        this.environment = settings.environment();
        this.place = settings.lake();
        this.assets = assets;
        this.store = store;
        this.lake = lake;
        this.behind = behind;
    }

    /**
     * @param opening opens the environment's own store
     * @param assets of the project
     */
    static OpenEnvironment open(Settings settings, Function<Settings, Store> opening, Set<AssetKey> assets) {
        Environment environment = settings.environment();
        Store store = opening.apply(settings);
        if (environment.isProd()) {
            return new OpenEnvironment(settings, assets, store, Lake.open(settings.lake()), Optional.empty());
        }
        Store prod = Store.openProd(settings);
        Lake main = Lake.open(settings.lake());
        String prodFolder =
                environment.own().relativize(environment.shared()).toString().replace('\\', '/');
        Inherited inherited = new Inherited(store, prod, main, prodFolder);
        Lake lake = Lake.open(settings.lake(), new Branch(environment.name(), inherited));
        OpenEnvironment opened =
                new OpenEnvironment(settings, assets, store, lake, Optional.of(new Behind(prod, main, inherited)));
        opened.followProd();
        return opened;
    }

    Store store() {
        return store;
    }

    Lake lake() {
        return lake;
    }

    /** Takes over what prod has published since, of assets that the environment has published nothing of. Does nothing in prod. */
    void followProd() {
        behind.ifPresent(prod -> prod.inherited().refresh(assets));
    }

    /** The tables as prod has them. */
    Lake prodLake() {
        return behind.map(Behind::lake).orElse(lake);
    }

    /** The tables that differ from prod's in what they hold or are made of; the caller closes it. */
    BranchEnd branchEnd() {
        return BranchEnd.of(place, environment.name());
    }

    /** @param branch that is promoted */
    Promotion promotion(BranchEnd branch) {
        Behind prod = behind.orElseThrow();
        return new Promotion(environment.name(), store, prod.store(), prod.lake(), branch);
    }

    @Override
    public void close() {
        lake.close();
        store.close();
        behind.ifPresent(prod -> {
            prod.lake().close();
            prod.store().close();
        });
    }
}
