package dev.daybreak.server.pages.schedules;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/** Pools, and who takes their slots. */
public record PoolsView(Shell shell, List<Pool> pools) implements View {
    @Override
    public String title() {
        return "Pools";
    }

    /**
     * One pool.
     *
     * @param wanted slots that ready steps wait for
     * @param atWork steps that have slots
     * @param ready steps that wait for slots, the next one first; perhaps not all
     */
    public record Pool(String name, int slots, int used, int wanted, List<Step> atWork, List<Step> ready) {}

    /** @param since when it was begun; empty for one that waits */
    public record Step(String asset, String interval, String run, int weight, Optional<Moment> since) {}
}
