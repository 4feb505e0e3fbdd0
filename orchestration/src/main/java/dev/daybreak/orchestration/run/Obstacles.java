package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.history.Undone;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.plan.Demand;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Judges by what became of what a partition reads whether it can be computed in a run, after its asset's
 * {@link dev.daybreak.project.asset.TriggerRule}. For one plan and one thread.
 */
final class Obstacles {
    private final Graph graph;
    private final Demand demand;
    private final StoredState state;
    private final Map<AssetKey, Map<DataInterval, Undone>> ended;
    private final BiPredicate<AssetKey, DataInterval> isMarked;

    /**
     * @param ended partitions of inputs that the run could not bring up to date
     * @param isMarked whether a step of the run counts as succeeded though nothing was published
     */
    Obstacles(
            Graph graph,
            Demand demand,
            StoredState state,
            Map<AssetKey, Map<DataInterval, Undone>> ended,
            BiPredicate<AssetKey, DataInterval> isMarked) {
        this.graph = graph;
        this.demand = demand;
        this.state = state;
        this.ended = ended;
        this.isMarked = isMarked;
    }

    /**
     * Why a partition cannot be computed.
     *
     * @param group equal for neighbours that may be told together
     * @param end what its step ends as
     */
    record Obstacle(String group, String reason, StepState end, Optional<Failure> failure) {
        private boolean isFailure() {
            return end != StepState.OMITTED;
        }
    }

    Optional<Obstacle> of(Graph.Node node, DataInterval interval) {
        List<Obstacle> found = new ArrayList<>();
        int inputs = 0;
        for (Input input : node.inputs()) {
            if (input.optional()) {
                continue;
            }
            inputs++;
            Optional<Obstacle> obstacle = of(node, interval, input);
            if (obstacle.isPresent() && node.asset().needs(input.asset())) {
                return obstacle;
            }
            obstacle.ifPresent(found::add);
        }
        Optional<Obstacle> failed = found.stream().filter(Obstacle::isFailure).findFirst();
        Optional<Obstacle> first = failed.or(() -> found.stream().findFirst());
        long failures = found.stream().filter(Obstacle::isFailure).count();
        return switch (node.asset().rule()) {
            case ALL_SUCCEEDED -> first;
            case ONE_SUCCEEDED -> found.size() < inputs ? Optional.empty() : first;
            case NONE_FAILED -> failed;
            case ONE_FAILED -> failures > 0 ? Optional.empty() : omitted("nothing that it comes after failed");
            case ALL_FAILED -> failures == inputs ? Optional.empty() : omitted("not all that it comes after failed");
            case ALL_DONE -> Optional.empty();
        };
    }

    private Optional<Obstacle> of(Graph.Node node, DataInterval interval, Input input) {
        DataInterval window = input.window().of(interval, graph.zone());
        return ended.getOrDefault(input.asset(), Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().overlaps(window))
                .min(Map.Entry.comparingByKey())
                .map(entry -> notUpToDate(input, entry.getKey(), entry.getValue()))
                .or(() -> neverPublished(node, interval, input, window))
                .or(() -> notChosen(node, input, window));
    }

    private Obstacle notUpToDate(Input input, DataInterval read, Undone undone) {
        String reason = input.asset() + " for " + text(read) + " " + undone.words();
        return new Obstacle(
                reason, reason, undone.isFailure() ? StepState.SKIPPED : StepState.OMITTED, Optional.empty());
    }

    private Optional<Obstacle> neverPublished(
            Graph.Node node, DataInterval interval, Input input, DataInterval window) {
        return demand.expected(input.asset(), window).stream()
                .filter(expected -> !state.isPublished(input.asset(), expected))
                .filter(expected -> !isMarked(input.asset(), expected))
                .findFirst()
                .map(expected -> neverPublished(node, interval, input.asset(), input, expected));
    }

    /** Steps have no rows that could be missed: where somebody says that one is done, so it is. */
    private boolean isMarked(AssetKey asset, DataInterval interval) {
        return graph.node(asset).asset() instanceof StepAsset && isMarked.test(asset, interval);
    }

    private Obstacle neverPublished(
            Graph.Node node, DataInterval interval, AssetKey asset, Input input, DataInterval read) {
        if (demand.assets().contains(asset)) {
            String reason = asset + " for " + text(read) + " was never published";
            return new Obstacle(reason, reason, StepState.SKIPPED, Optional.empty());
        }
        Failure failure = new Failure(
                ErrorCode.MISSING_INPUT,
                "Cannot materialize asset '" + node.key() + "' for " + text(interval) + ": input '" + asset + "' for "
                        + text(read) + " was never published.",
                input.place().toString(),
                "Run " + asset + " for " + text(read) + " first (the selection '+" + node.key()
                        + "' includes it), or mark the input optional.");
        return new Obstacle("missing " + asset, asset + " was never published", StepState.FAILED, Optional.of(failure));
    }

    private Optional<Obstacle> notChosen(Graph.Node node, Input input, DataInterval window) {
        return state.leavesOut(input.asset(), window, node.key()).flatMap(Obstacles::omitted);
    }

    private static Optional<Obstacle> omitted(String reason) {
        return Optional.of(new Obstacle(reason, reason, StepState.OMITTED, Optional.empty()));
    }

    private String text(DataInterval interval) {
        return IntervalText.of(interval, graph.zone());
    }
}
