package dev.daybreak.pipelines.api;

import dev.daybreak.project.asset.TriggerRule;
import dev.daybreak.project.problem.Place;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step of a pipeline in Java, while it is defined. Its words are those of assets in YAML files: {@code retries}, {@code timeout},
 * {@code pool}, {@code wait_for}. For one thread.
 *
 * @param <T> what it yields
 */
public class Step<T> {
    private final PipelineBuilder pipeline;
    private final String name;
    private final Place place;
    private final Said said;
    private final Set<Step<?>> after = new LinkedHashSet<>();
    private final Map<String, Place> assets = new LinkedHashMap<>();
    private final Set<Step<?>> needs = new LinkedHashSet<>();
    private TriggerRule rule = TriggerRule.ALL_SUCCEEDED;
    private Optional<Step<?>> tornDown = Optional.empty();
    private Doing doing;

    Step(PipelineBuilder pipeline, String name, Place place, Said said, Doing doing) {
        this.pipeline = pipeline;
        this.name = name;
        this.place = place;
        this.said = said;
        this.doing = doing;
    }

    public final String name() {
        return name;
    }

    /** A step that takes this one's value and yields another. */
    public final <R> Step<R> then(String step, StepTransform<? super T, ? extends R> code) {
        return pipeline.<R>add(step, new Doing.Call(Optional.of(this), PipelineBuilder.transform(code)))
                .after(this);
    }

    /** A step that takes this one's value and yields nothing. */
    public final Step<Void> thenDo(String step, StepSink<? super T> code) {
        return then(step, (context, value) -> {
            code.call(context, value);
            return null;
        });
    }

    /** A step that takes this one's value and names which of the steps after it are done; the others are left out. */
    public final Step<List<String>> branch(String step, StepTransform<? super T, List<String>> code) {
        return pipeline.<List<String>>add(step, new Doing.Choose(Optional.of(this), PipelineBuilder.transform(code)))
                .after(this);
    }

    /** Other steps, of the same pipeline, come first. */
    public final Step<T> after(Step<?>... others) {
        after.addAll(List.of(others));
        return this;
    }

    /** An asset of the project comes first: its partitions for the interval, which this step reads. Their news makes the step stale. */
    public final Step<T> afterAsset(String asset) {
        assets.put(asset, pipeline.here());
        return this;
    }

    /** When it is done, as to what became of the steps that come before it. */
    public final Step<T> when(TriggerRule when) {
        rule = when;
        return this;
    }

    /**
     * A step that puts away what this one has set up. It is done when all steps between have ended, however they ended, if this one
     * succeeded.
     */
    public final Step<Void> teardown(String step, StepSink<? super T> code) {
        Step<Void> teardown = thenDo(step, code).when(TriggerRule.ALL_DONE);
        teardown.tornDown = Optional.of(this);
        teardown.needs.add(this);
        return teardown;
    }

    public final Step<T> description(String text) {
        said.text("description", text);
        return this;
    }

    public final Step<T> owner(String owner) {
        said.text("owner", owner);
        return this;
    }

    public final Step<T> domain(String domain) {
        said.text("domain", domain);
        return this;
    }

    public final Step<T> tags(String... tags) {
        said.texts("tags", List.of(tags));
        return this;
    }

    /** How many tries follow the first. */
    public final Step<T> retries(int most) {
        said.number("retries", most);
        return this;
    }

    /** In YAML, such as {@code {most: 3, wait: 10 seconds, longest_wait: 5 minutes}}. */
    public final Step<T> retries(String yaml) {
        said.yaml("retries", yaml);
        return this;
    }

    /** How long one try may take, such as {@code 10 minutes}; or in YAML {@code {attempt: 10 minutes, step: 1 hour}}. */
    public final Step<T> timeout(String yaml) {
        said.yaml("timeout", yaml);
        return this;
    }

    public final Step<T> pool(String pool) {
        said.text("pool", pool);
        return this;
    }

    /** @param weight how many slots it takes */
    public final Step<T> pool(String pool, int weight) {
        said.text("pool", pool);
        said.number("weight", weight);
        return this;
    }

    /** What must be there first, in YAML: {@code {file: "landing/{start:yyyy-MM-dd}/_SUCCESS", timeout: 6 hours}}. May be said again. */
    public final Step<T> waitFor(String yaml) {
        said.addYaml("wait_for", yaml);
        return this;
    }

    final Doing doing() {
        return doing;
    }

    final void doing(Doing changed) {
        doing = changed;
    }

    final Set<Step<?>> before() {
        return after;
    }

    final StepDefinition definition() {
        pipeline.requireOwn(after, place);
        Set<Step<?>> before = new LinkedHashSet<>(after);
        tornDown.ifPresent(setup -> pipeline.followers(setup, this).forEach(before::add));
        return new StepDefinition(
                name,
                place,
                said.mapping(),
                before.stream().map(Step::name).toList(),
                assets,
                rule,
                needs.stream().map(Step::name).toList(),
                doing);
    }
}
