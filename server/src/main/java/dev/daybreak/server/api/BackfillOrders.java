package dev.daybreak.server.api;

import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.backfill.BackfillPlan;
import dev.daybreak.orchestration.backfill.BackfillPlanner;
import dev.daybreak.orchestration.backfill.BackfillRequest;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.project.plan.PublishedState;
import java.util.Optional;

/** Plans backfills that are asked for over HTTP, and queues them. Thread-safe. */
public final class BackfillOrders {
    private final ServedProject served;
    private final Backfills backfills;
    private final BackfillPlanner planner;

    public BackfillOrders(ServedProject served) {
        this.served = served;
        this.backfills = new Backfills(
                served.store(), served.queue(), served.project().settings().zone());
        this.planner = new BackfillPlanner(
                served.graph(),
                served.project().pipelines(),
                served.project().settings().start(),
                new History(served.store()));
    }

    /** What would be queued. */
    public record Order(BackfillRequest request, BackfillPlan plan, BackfillCut cut) {
        public boolean isNothing() {
            return plan.parts().isEmpty();
        }
    }

    public Backfills backfills() {
        return backfills;
    }

    /**
     * What would be done now. Changes nothing, but that what dead processes began is settled first.
     *
     * @throws dev.daybreak.project.problem.DaybreakException if the request names what is not there, or cannot be cut so
     */
    public Order plan(Request asked, Choice.Only only, BackfillCut cut) {
        served.recover().run();
        PublishedState state = served.state().get();
        BackfillRequest request = asked.backfill(only, state);
        return new Order(request, planner.plan(request, cut, state), cut);
    }

    /** Queues its runs; the backfill's id, or empty if nothing is to be done. */
    public Optional<String> queue(Order order, String who) {
        return order.isNothing()
                ? Optional.empty()
                : Optional.of(backfills.queue(
                        order.request(), order.plan().parts(), order.cut().concurrency(), who));
    }
}
