package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.graph.GraphView;
import dev.daybreak.server.pages.graph.Sketch;
import dev.daybreak.server.pages.graph.Sketch.Box;
import dev.daybreak.server.pages.graph.Sketch.Line;
import dev.daybreak.server.pages.runs.RunView.AssetRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far a run is with each of its assets. Of one run. */
final class RunAssets {
    private static final int MOST_DRAWN = 120;
    private static final String TO_COME = "to come";

    /** What somebody who looks at a run wants to see first. */
    private static final List<StepState> URGENT = List.of(
            StepState.FAILED,
            StepState.RUNNING,
            StepState.READY,
            StepState.WAITING,
            StepState.CANCELLED,
            StepState.SKIPPED,
            StepState.OMITTED,
            StepState.SUCCEEDED);

    private final RunRecord run;
    private final Map<AssetKey, Map<StepState, Integer>> counts = new TreeMap<>();

    /** @param unplanned assets of which no steps are known yet */
    RunAssets(RunRecord run, List<StepSituation> steps, Collection<AssetKey> unplanned) {
        this.run = run;
        steps.forEach(step -> counts.computeIfAbsent(step.step().asset(), key -> new EnumMap<>(StepState.class))
                .merge(step.step().state(), 1, Integer::sum));
        unplanned.forEach(key -> counts.computeIfAbsent(key, absent -> new EnumMap<>(StepState.class)));
    }

    boolean isCut() {
        return counts.size() > MOST_DRAWN;
    }

    /** By urgency, and by name. */
    List<AssetRow> rows() {
        return counts.keySet().stream()
                .sorted(Comparator.comparing((AssetKey key) -> urgency(key)).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_DRAWN)
                .map(key -> new AssetRow(
                        key.toString(),
                        state(key),
                        words(key),
                        address(key),
                        isAny(key, StepState.READY) || isAny(key, StepState.WAITING)))
                .toList();
    }

    /** @param asset that is looked at; may be empty, or none of the run */
    Optional<GraphView> graph(Graph graph, Drawings drawings, String asset) {
        Set<AssetKey> drawn =
                rows().stream().map(row -> AssetKey.parse(row.asset())).collect(Collectors.toSet());
        if (drawn.size() < 2) {
            return Optional.empty();
        }
        List<AssetKey> ordered = drawn.stream().sorted().toList();
        Sketch sketch = new Sketch(
                ordered.stream()
                        .map(key -> new Box(key.toString(), key.namespace(), GraphView.width(key.name()), 0))
                        .toList(),
                ordered.stream()
                        .flatMap(key -> graph.find(key).stream()
                                .flatMap(node -> node.named().stream())
                                .filter(drawn::contains)
                                .map(input -> Line.of(input.toString(), key.toString())))
                        .toList());
        return Optional.of(GraphView.of("The assets of this run", sketch, drawings.of(sketch), id -> {
            AssetKey key = AssetKey.parse(id);
            return new GraphView.Face(key.name(), words(key), state(key), address(key), id.equals(asset), List.of());
        }));
    }

    private String address(AssetKey key) {
        return "/runs/" + Pages.encoded(run.id()) + "?asset=" + Pages.encoded(key.toString()) + "#steps";
    }

    private int urgency(AssetKey key) {
        return mostUrgent(key).map(URGENT::indexOf).orElse(URGENT.size());
    }

    private Optional<StepState> mostUrgent(AssetKey key) {
        return URGENT.stream().filter(state -> isAny(key, state)).findFirst();
    }

    private String state(AssetKey key) {
        return mostUrgent(key).map(StepState::toString).orElse("waiting");
    }

    private String words(AssetKey key) {
        String words = counts.get(key).entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? TO_COME : words;
    }

    private boolean isAny(AssetKey key, StepState state) {
        return counts.get(key).containsKey(state);
    }
}
