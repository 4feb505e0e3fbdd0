package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step in the time of its run.
 *
 * @param possible from when on it could be at work: when the run had done all that it reads
 * @param begun when its first attempt began; empty if none did
 * @param ended empty if it is not over
 */
record StepTimes(String key, AssetKey asset, Instant possible, Optional<Instant> begun, Optional<Instant> ended) {
    /** @param began when the run did */
    static List<StepTimes> of(List<StepSituation> steps, Graph graph, Instant began) {
        Map<AssetKey, Instant> done = new HashMap<>();
        for (StepSituation step : steps) {
            step.step().ended().ifPresent(end -> done.merge(step.step().asset(), end, StepTimes::later));
        }
        List<StepTimes> times = new ArrayList<>();
        for (StepSituation situation : steps) {
            var step = situation.step();
            Instant possible = graph.find(step.asset()).map(Graph.Node::upstream).stream()
                    .flatMap(upstream -> upstream.stream().map(done::get))
                    .filter(Objects::nonNull)
                    .reduce(began, StepTimes::later);
            Optional<Instant> latest = situation.begun().or(step::ended);
            Instant bounded = latest.filter(possible::isAfter).orElse(possible);
            times.add(new StepTimes(step.key(), step.asset(), bounded, situation.begun(), step.ended()));
        }
        return times;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
