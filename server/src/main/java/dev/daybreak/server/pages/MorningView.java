package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * The page that says whether all is well, and if not, what to look at.
 *
 * @param verdict in a sentence
 * @param isWell whether nothing is late, failed or stale
 * @param promises late ones first
 * @param runs of the last 24 hours, oldest first
 * @param failures what failed last and has not been done since, newest first
 * @param stale assets with partitions that a run would compute anew; empty also while that is not known yet
 * @param late assets with partitions that late rows were left out of, as their policy says
 * @param staleAt when it was found out what is stale; empty while that goes on for the first time
 * @param next pipelines with a schedule, the one that is due first at the top
 * @param endpoints models that are asked for predictions, by name
 */
public record MorningView(
        Shell shell,
        String verdict,
        boolean isWell,
        List<PromiseRow> promises,
        List<RunRow> runs,
        List<FailureRow> failures,
        List<StaleRow> stale,
        List<LateRow> late,
        Optional<Moment> staleAt,
        List<NextRow> next,
        List<EndpointRow> endpoints)
        implements View {
    @Override
    public String title() {
        return "Morning";
    }

    /** @param state {@code fresh}, {@code due} or {@code late} */
    public record PromiseRow(
            String asset, String interval, String promise, String state, Moment due, String why, String mend) {}

    /** @param reason of the first of them */
    public record StaleRow(String asset, int missing, int stale, String reason) {}

    /** @param reason of the first of them */
    public record LateRow(String asset, int partitions, String reason) {}

    /**
     * What answers requests for predictions.
     *
     * @param production the version that its alias names
     * @param since when the alias was moved there
     */
    public record EndpointRow(String model, Optional<Integer> production, Optional<Moment> since) {}

    /** @param paused by whom and why; empty if it is not */
    public record NextRow(String pipeline, String schedule, Optional<Moment> due, String interval, String paused) {}
}
