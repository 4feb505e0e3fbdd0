package dev.daybreak.server.pages.runs;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The chain of steps that determined when a run ended: the step that ended last, what had to end before it could begin, and so on. Had
 * one of them been quicker, the run might have ended earlier. Immutable.
 *
 * @param links the first step at first
 */
record CriticalPath(List<Link> links) {
    /** Workers look for work now and then; a wait that is no longer says nothing. */
    private static final Duration USUAL_WAIT = Duration.ofMillis(250);

    /** Why a step began no earlier. */
    enum Cause {
        /** It was the first thing to do. */
        BEGINNING,
        /** The step before it in the chain made what it reads. */
        INPUT,
        /** It waited for a place among all that is at work, or for its turn; the step before it in the chain left it one. */
        ROOM
    }

    record Link(StepTimes step, Cause cause) {}

    CriticalPath {
        links = List.copyOf(links);
    }

    /** Empty if nothing has been at work. Steps that are at work still count as ending now. */
    static CriticalPath of(List<StepTimes> steps, Graph graph, Instant now) {
        List<StepTimes> worked =
                steps.stream().filter(step -> step.begun().isPresent()).toList();
        Set<String> seen = new HashSet<>();
        List<Link> links = new ArrayList<>();
        Optional<StepTimes> step = last(worked, now);
        while (step.isPresent() && seen.add(step.get().key())) {
            StepTimes current = step.get();
            Set<AssetKey> upstream = upstream(current, graph);
            Optional<StepTimes> input = last(before(worked, current, other -> upstream.contains(other.asset())), now);
            Optional<StepTimes> room = waited(current)
                    ? last(before(worked, current, other -> true), now)
                            .filter(found -> found.ended().orElseThrow().isAfter(current.possible()))
                    : Optional.empty();
            Cause cause = room.isPresent() ? Cause.ROOM : input.isPresent() ? Cause.INPUT : Cause.BEGINNING;
            links.add(new Link(current, cause));
            step = room.or(() -> input);
        }
        Collections.reverse(links);
        return new CriticalPath(links);
    }

    private static boolean waited(StepTimes step) {
        return Duration.between(step.possible(), step.begun().orElseThrow()).compareTo(USUAL_WAIT) > 0;
    }

    private static Set<AssetKey> upstream(StepTimes step, Graph graph) {
        return graph.find(step.asset()).map(Graph.Node::upstream).orElse(Set.of());
    }

    private static List<StepTimes> before(List<StepTimes> steps, StepTimes step, Predicate<StepTimes> isWanted) {
        Instant begun = step.begun().orElseThrow();
        return steps.stream()
                .filter(isWanted)
                .filter(other ->
                        other.ended().filter(end -> !end.isAfter(begun)).isPresent())
                .filter(other -> !other.key().equals(step.key()))
                .toList();
    }

    private static Optional<StepTimes> last(List<StepTimes> steps, Instant now) {
        return steps.stream()
                .max(Comparator.comparing((StepTimes step) -> step.ended().orElse(now))
                        .thenComparing(StepTimes::key));
    }
}
