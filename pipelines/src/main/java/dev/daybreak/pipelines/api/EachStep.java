package dev.daybreak.pipelines.api;

import dev.daybreak.project.problem.Place;
import java.util.List;

/**
 * A step that does the same for every item of a list that another step yields, and yields the list of what came out, in the same order.
 * An item that is done is not done again by a further try of the step.
 */
public final class EachStep<T> extends Step<List<T>> {
    EachStep(PipelineBuilder pipeline, String name, Place place, Said said, Doing.Each each) {
        super(pipeline, name, place, said, each);
    }

    /** How many items are at work at a time, 1 to 256; by default 4. */
    public EachStep<T> parallel(int items) {
        if (items < 1 || items > PipelineBuilder.MOST_PARALLEL) {
            throw new IllegalArgumentException("Invalid parallel " + items + " of step '" + name()
                    + "'; permitted: 1 to " + PipelineBuilder.MOST_PARALLEL);
        }
        Doing.Each each = (Doing.Each) doing();
        doing(new Doing.Each(each.list(), each.code(), items));
        return this;
    }
}
