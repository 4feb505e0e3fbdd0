package dev.daybreak.orchestration.backfill;

import dev.daybreak.orchestration.run.RunQueue;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.Graph;
import dev.daybreak.project.schedule.Pipeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the runs of backfills ask for. Thread-safe. */
public final class BackfillRuns {
    private final Backfills backfills;
    private final Graph graph;
    private final List<Pipeline> pipelines;
    private final Optional<Instant> begin;

    /** @param begin where the project's partitioned assets begin at the earliest */
    public BackfillRuns(Backfills backfills, Graph graph, List<Pipeline> pipelines, Optional<Instant> begin) {
        this.backfills = backfills;
        this.graph = graph;
        this.pipelines = List.copyOf(pipelines);
        this.begin = begin;
    }

    /**
     * The request of a run that was taken from the queue.
     *
     * @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if the project has not any more what the backfill selects
     */
    public RunRequest request(RunQueue.Taken run) {
        BackfillRequest asked = backfills.find(run.backfill()).request();
        BackfillScope scope = new BackfillScope(graph, pipelines, begin, asked);
        return new RunRequest(
                run.kind(),
                scope.of(run.interval()),
                run.by(),
                Optional.of(run.words()),
                asked.choice(run.backfill() + "-"));
    }
}
