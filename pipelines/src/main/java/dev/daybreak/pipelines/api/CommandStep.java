package dev.daybreak.pipelines.api;

import dev.daybreak.project.problem.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that runs a process. What it writes is in the step's log; it yields the last line that it wrote to standard output. It finds
 * {@code DAYBREAK_START}, {@code DAYBREAK_END} (instants in UTC), {@code DAYBREAK_DAY}, {@code DAYBREAK_PIPELINE}, {@code DAYBREAK_RUN},
 * {@code DAYBREAK_STEP}, {@code DAYBREAK_ATTEMPT} and, for a step that comes after others, {@code DAYBREAK_INPUT} in its environment: their values
 * by name, as JSON. Status 0 is success, 99 leaves the step out, any other is a failure. It is stopped with all the processes that it
 * started.
 */
public final class CommandStep extends Step<String> {
    CommandStep(PipelineBuilder pipeline, String name, Place place, Said said, List<String> arguments) {
        super(pipeline, name, place, said, new Doing.Command(arguments, Map.of(), ""));
    }

    private Doing.Command command() {
        return (Doing.Command) doing();
    }

    /** A variable of its environment; the value may name the interval as {@code {start:yyyy-MM-dd}}. */
    public CommandStep env(String variable, String value) {
        Map<String, String> environment = new HashMap<>(command().environment());
        environment.put(variable, value);
        doing(new Doing.Command(command().arguments(), environment, command().directory()));
        return this;
    }

    /** Where it works, relative to the project's folder, which it is by default. */
    public CommandStep directory(String directory) {
        doing(new Doing.Command(command().arguments(), command().environment(), directory));
        return this;
    }
}
