package dev.daybreak.pipelines.code;

import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.api.PipelineDefinition;
import dev.daybreak.pipelines.api.StepDefinition;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.StepAsset;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.load.CodeForms;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.schedule.TickCut;
import dev.daybreak.project.schedule.Trigger;
import dev.daybreak.project.selection.Selection;
import dev.daybreak.project.time.AnyRange;
import dev.daybreak.project.time.IntervalCut;
import dev.daybreak.sql.text.SqlText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a pipeline and assets of what a pipeline in Java says of itself, and notes what is wrong with it. For one use. */
final class PipelineReader {
    private final PipelineDefinition definition;
    private final CompiledPipeline compiled;
    private final Project project;
    private final Problems problems;
    private final CodeForms forms;
    private final Map<String, StepDefinition> byName = new LinkedHashMap<>();
    private final Map<AssetKey, Asset> assets = new HashMap<>();

    PipelineReader(PipelineDefinition definition, CompiledPipeline compiled, Project project, Problems problems) {
        this.definition = definition;
        this.compiled = compiled;
        this.project = project;
        this.problems = problems;
        this.forms = new CodeForms(project.settings(), project.root(), problems);
        definition.steps().forEach(step -> byName.put(step.name(), step));
        project.assets().forEach(asset -> assets.put(asset.key(), asset));
    }

    Optional<DefinedPipeline> read() {
        int before = problems.errors();
        Optional<Pipeline> pipeline = forms.pipeline(definition.name(), definition.said());
        if (byName.isEmpty()) {
            problems.error(
                    definition.said().place(),
                    "Invalid pipeline '" + definition.name() + "': it has no steps.",
                    "Define one, such as pipeline.step(\"extract\", step -> ...).");
        }
        refuseCycle();
        List<StepAsset> steps = new ArrayList<>();
        Map<AssetKey, StepCode> code = new HashMap<>();
        for (StepDefinition step : definition.steps()) {
            Optional<About> about = forms.step(key(step.name()), owned(step.said()));
            List<Input> after = inputs(step);
            if (about.isPresent() && pipeline.isPresent()) {
                steps.add(asset(step, about.get(), pipeline.get(), after));
                code.put(key(step.name()), code(step, pipeline.get()));
            }
        }
        Set<AssetKey> known = new HashSet<>(assets.keySet());
        steps.forEach(step -> known.add(step.key()));
        steps.forEach(step -> forms.checkSensors(step, known));
        pipeline.ifPresent(found -> checkSelection(found, steps));
        return problems.errors() == before
                ? Optional.of(new DefinedPipeline(pipeline.orElseThrow(), steps, code))
                : Optional.empty();
    }

    /** A step that names no owner has its pipeline's. */
    private YamlValue.Mapping owned(YamlValue.Mapping said) {
        List<YamlValue.Entry> entries = new ArrayList<>(said.entries());
        if (said.find("owner").isEmpty()) {
            definition.said().find("owner").ifPresent(entries::add);
        }
        return new YamlValue.Mapping(entries, said.place());
    }

    private AssetKey key(String step) {
        return new AssetKey(definition.name(), step);
    }

    private StepAsset asset(StepDefinition step, About about, Pipeline pipeline, List<Input> after) {
        IntervalCut cut = pipeline.trigger() instanceof Trigger.OnSchedule schedule
                ? new TickCut(schedule.timetable(), pipeline.start(), pipeline.end())
                : new AnyRange();
        return new StepAsset(
                key(step.name()),
                about,
                Optional.of(cut),
                pipeline.start(),
                after,
                step.rule(),
                step.needs().stream().map(this::key).collect(Collectors.toSet()),
                text(step.doing()));
    }

    private String text(Doing doing) {
        boolean isCode = doing instanceof Doing.Call || doing instanceof Doing.Each || doing instanceof Doing.Choose;
        return doing.described() + (isCode ? " " + compiled.hash() : "") + variables(doing);
    }

    private String variables(Doing doing) {
        if (!(doing instanceof Doing.Select select)) {
            return "";
        }
        Map<String, Object> used = new TreeMap<>(project.settings().variables());
        used.keySet()
                .retainAll(SqlText.parse(select.sql()).parameters().stream()
                        .map(SqlText.Parameter::name)
                        .toList());
        return " " + used;
    }

    private StepCode code(StepDefinition step, Pipeline pipeline) {
        Set<AssetKey> followers = definition.steps().stream()
                .filter(other -> other.after().contains(step.name()))
                .map(other -> key(other.name()))
                .collect(Collectors.toSet());
        boolean setsUp =
                definition.steps().stream().anyMatch(other -> other.needs().contains(step.name()));
        Set<AssetKey> before = before(step).stream().map(this::key).collect(Collectors.toSet());
        return new StepCode(
                key(step.name()), step.doing(), definition.loader(), pipeline.zone(), before, followers, setsUp);
    }

    private Set<String> before(StepDefinition step) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(step.after());
        while (!open.isEmpty()) {
            String name = open.pop();
            if (found.add(name) && byName.containsKey(name)) {
                open.addAll(byName.get(name).after());
            }
        }
        return found;
    }

    private void refuseCycle() {
        byName.values().stream()
                .filter(step -> before(step).contains(step.name()))
                .findFirst()
                .ifPresent(step -> problems.error(
                        step.place(),
                        "Invalid step '" + step.name() + "' of pipeline '" + definition.name()
                                + "': it comes after itself, by way of " + String.join(", ", before(step)) + ".",
                        "Take one 'after' of the circle away."));
    }

    private List<Input> inputs(StepDefinition step) {
        Map<AssetKey, Input> inputs = new LinkedHashMap<>();
        step.after().forEach(name -> add(inputs, key(name), step.place()));
        step.assets().forEach((name, place) -> asset(name, place).ifPresent(key -> add(inputs, key, place)));
        if (step.doing() instanceof Doing.Select select) {
            read(select, step.place()).forEach(key -> add(inputs, key, step.place()));
        }
        if (step.doing() instanceof Doing.Statement statement) {
            requireConnection(statement, step.place());
        }
        return List.copyOf(inputs.values());
    }

    private static void add(Map<AssetKey, Input> inputs, AssetKey key, Place place) {
        inputs.putIfAbsent(key, new Input(key, new Input.SameInterval(), false, place));
    }

    private Collection<AssetKey> read(Doing.Select select, Place place) {
        try {
            return SqlText.parse(select.sql()).references().stream()
                    .map(reference -> reference.asset().toString())
                    .distinct()
                    .flatMap(name -> asset(name, place).stream())
                    .toList();
        } catch (DaybreakException e) {
            problems.error(place, e.getMessage(), e.mend());
            return List.of();
        }
    }

    private Optional<AssetKey> asset(String name, Place place) {
        Optional<AssetKey> found = assets.keySet().stream()
                .filter(key -> key.toString().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            problems.error(
                    place,
                    "Invalid asset '" + name + "': the project has no such asset."
                            + NearestName.hint(
                                    name,
                                    assets.keySet().stream()
                                            .map(AssetKey::toString)
                                            .toList()),
                    "Name a source, table or model of the project with its namespace.");
        }
        return found;
    }

    private void requireConnection(Doing.Statement statement, Place place) {
        Set<String> known = project.settings().connections().keySet();
        if (!known.contains(statement.connection())) {
            problems.error(
                    place,
                    "Missing connection '" + statement.connection() + "': daybreak.yaml does not declare it."
                            + NearestName.hint(statement.connection(), known),
                    "Declare it under 'connections:' in daybreak.yaml.");
        }
    }

    private void checkSelection(Pipeline pipeline, List<StepAsset> steps) {
        List<Asset> all =
                Stream.concat(assets.values().stream(), steps.stream()).toList();
        if (steps.size() == byName.size()) {
            try {
                Selection.parse(pipeline.selection(), project.pipelines()).check(all);
            } catch (DaybreakException e) {
                Place place = definition
                        .said()
                        .find("selection")
                        .map(YamlValue.Entry::place)
                        .orElse(definition.said().place());
                problems.error(place, e.getMessage(), e.mend());
            }
        }
    }
}
