package dev.daybreak.pipelines.api;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says when a pipeline runs and what its steps are, in the words of {@code pipelines/NAME.yaml}. Names of steps are small letters,
 * digits and {@code _}. For one thread.
 */
public final class PipelineBuilder {
    static final int MOST_PARALLEL = 256;
    private static final int DEFAULT_PARALLEL = 4;

    private final String name;
    private final CodePlace code;
    private final Problems problems;
    private final Said said;
    private final Map<String, Step<?>> steps = new LinkedHashMap<>();
    private final List<String> selection = new ArrayList<>();
    private Place selected;

    PipelineBuilder(String name, CodePlace code, Place place, Problems problems) {
        this.name = name;
        this.code = code;
        this.problems = problems;
        this.said = new Said(place, code::here, problems);
        this.selected = place;
    }

    public PipelineBuilder description(String text) {
        said.text("description", text);
        return this;
    }

    public PipelineBuilder owner(String owner) {
        said.text("owner", owner);
        return this;
    }

    public PipelineBuilder tags(String... tags) {
        said.texts("tags", List.of(tags));
        return this;
    }

    /** One or several crons, a span such as {@code every 15 minutes}, or {@code on update}. */
    public PipelineBuilder schedule(String... schedule) {
        if (schedule.length == 1) {
            said.text("schedule", schedule[0]);
        } else {
            said.texts("schedule", List.of(schedule));
        }
        return this;
    }

    public PipelineBuilder zone(String zone) {
        said.text("zone", zone);
        return this;
    }

    public PipelineBuilder start(String time) {
        said.text("start", time);
        return this;
    }

    public PipelineBuilder end(String time) {
        said.text("end", time);
        return this;
    }

    public PipelineBuilder watermark(String span) {
        said.text("watermark", span);
        return this;
    }

    public PipelineBuilder jitter(String span) {
        said.text("jitter", span);
        return this;
    }

    /** {@code all}, {@code last}, {@code none}, or in YAML {@code {policy: all, most: 36}}. */
    public PipelineBuilder missed(String yaml) {
        said.yaml("missed", yaml);
        return this;
    }

    public PipelineBuilder maxActiveRuns(int runs) {
        said.number("max_active_runs", runs);
        return this;
    }

    public PipelineBuilder priority(int priority) {
        said.number("priority", priority);
        return this;
    }

    public PipelineBuilder enabled(boolean enabled) {
        said.flag("enabled", enabled);
        return this;
    }

    /** Any other key of {@code pipelines/NAME.yaml}, with its value in YAML. */
    public PipelineBuilder option(String key, String yaml) {
        said.yaml(key, yaml);
        return this;
    }

    /** Assets of the project that its runs bring up to date too, as in {@code selection}: {@code +features.user_days}. */
    public PipelineBuilder select(String... terms) {
        selection.addAll(List.of(terms));
        selected = here();
        return this;
    }

    /** A step that yields a value. */
    public <T> Step<T> step(String step, StepFunction<? extends T> function) {
        return add(step, new Doing.Call(Optional.empty(), (context, nothing) -> function.call(context)));
    }

    /** A step that yields nothing. */
    public Step<Void> action(String step, StepAction action) {
        return add(step, new Doing.Call(Optional.empty(), (context, nothing) -> {
            action.call(context);
            return null;
        }));
    }

    /** A step that names which of the steps after it are done; the others are left out. */
    public Step<List<String>> branch(String step, StepFunction<List<String>> function) {
        return add(step, new Doing.Choose(Optional.empty(), (context, nothing) -> function.call(context)));
    }

    /** A step that does the same for every item of a list that is known when it runs. */
    public <T, R> EachStep<R> each(
            String step, Step<? extends List<T>> list, StepTransform<? super T, ? extends R> function) {
        Doing.Each each = new Doing.Each(list, transform(function), DEFAULT_PARALLEL);
        EachStep<R> made = new EachStep<>(this, step, here(), saidOfStep(), each);
        keep(made);
        made.after(list);
        return made;
    }

    /** A step that runs a process: the program, and what it is told. */
    public CommandStep command(String step, String... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("Missing program of step '" + step + "'");
        }
        CommandStep made = new CommandStep(this, step, here(), saidOfStep(), List.of(arguments));
        keep(made);
        return made;
    }

    /** A step that makes a request over HTTP. */
    public HttpStep http(String step, String method, String url) {
        HttpStep made = new HttpStep(this, step, here(), saidOfStep(), method, url);
        keep(made);
        return made;
    }

    /**
     * A step that yields the rows of a SELECT over the tables of the lake, at most 10,000, by column name. {@code :start} and
     * {@code :end} are those of the interval, other {@code :names} are variables. The tables that it reads come before it.
     */
    public Step<List<Map<String, Object>>> sql(String step, String select) {
        return add(step, new Doing.Select(select));
    }

    /** A step that puts a statement to a database of {@code daybreak.yaml} and yields how many rows it changed. */
    public Step<Long> statement(String step, String connection, String sql) {
        return add(step, new Doing.Statement(connection, sql));
    }

    <T> Step<T> add(String step, Doing doing) {
        Step<T> made = new Step<>(this, step, here(), saidOfStep(), doing);
        keep(made);
        return made;
    }

    private Said saidOfStep() {
        return new Said(here(), code::here, problems);
    }

    private void keep(Step<?> step) {
        if (!AssetKey.PART.matcher(step.name()).matches()) {
            problems.error(
                    here(), "Invalid name '" + step.name() + "' of a step: it must match " + AssetKey.PART + ".", "");
        } else if (steps.putIfAbsent(step.name(), step) != null) {
            problems.error(
                    here(),
                    "Invalid name '" + step.name() + "' of a step: pipeline '" + name
                            + "' has another step of that name.",
                    "Give one of them another name.");
        }
    }

    Place here() {
        return code.here();
    }

    void requireOwn(Set<Step<?>> others, Place place) {
        for (Step<?> other : others) {
            if (steps.get(other.name()) != other) {
                problems.error(
                        place, "Invalid step '" + other.name() + "' to come after: it is of another pipeline.", "");
            }
        }
    }

    /** All steps that come after one, directly or not, but for another and what comes after that. */
    Set<Step<?>> followers(Step<?> first, Step<?> without) {
        Set<Step<?>> found = new LinkedHashSet<>();
        Deque<Step<?>> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Step<?> step = open.pop();
            steps.values().stream()
                    .filter(follower -> follower != without && follower.before().contains(step))
                    .filter(found::add)
                    .forEach(open::push);
        }
        return found;
    }

    PipelineDefinition definition(ClassLoader loader) {
        List<String> terms = new ArrayList<>(selection);
        steps.keySet().forEach(step -> terms.add(name + "." + step));
        said.texts("selection", terms, selected);
        return new PipelineDefinition(
                name,
                said.mapping(),
                steps.values().stream().<StepDefinition>map(Step::definition).toList(),
                loader);
    }

    @SuppressWarnings("unchecked") // What one step yields is what the next takes: the builder's own types say so.
    static <T, R> StepTransform<Object, T> transform(StepTransform<? super R, ? extends T> code) {
        return (context, value) -> code.call(context, (R) value);
    }
}
