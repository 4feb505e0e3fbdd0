package dev.daybreak.server.pages.schedules;

import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.run.PoolUsage;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import java.util.List;

/** Who takes the slots of pools, and who waits for them. Thread-safe. */
final class PoolPage {
    private static final int MOST_STEPS = 50;

    private final ServedProject served;
    private final Pages pages;
    private final Listing listing;

    PoolPage(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.listing = new Listing(served.store());
    }

    PoolsView view(Shell shell) {
        return new PoolsView(
                shell,
                PoolUsage.of(served.store(), served.project().settings().pools()).stream()
                        .map(pool -> new PoolsView.Pool(
                                pool.pool(),
                                pool.slots(),
                                pool.used(),
                                pool.ready(),
                                steps(listing.atWork(pool.pool(), MOST_STEPS), shell),
                                steps(listing.ready(pool.pool(), MOST_STEPS), shell)))
                        .toList());
    }

    private List<PoolsView.Step> steps(List<StepSituation> steps, Shell shell) {
        return steps.stream()
                .map(step -> new PoolsView.Step(
                        step.step().asset().toString(),
                        pages.words(step.step().span()),
                        step.step().run(),
                        step.weight(),
                        step.begun().map(shell::moment)))
                .toList();
    }
}
