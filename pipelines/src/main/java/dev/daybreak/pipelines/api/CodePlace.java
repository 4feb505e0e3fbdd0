package dev.daybreak.pipelines.api;

import dev.daybreak.project.problem.Place;
import java.lang.StackWalker.Option;

/** Where in the text of a pipeline something is said. */
final class CodePlace {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private final Class<?> pipeline;
    private final String file;

    /** @param file of the pipeline, relative to the project */
    CodePlace(Class<?> pipeline, String file) {
        this.pipeline = pipeline;
        this.file = file;
    }

    /** The line of the pipeline's class, or of a class inside of it, that is at work; else its file. */
    Place here() {
        return WALKER.walk(frames -> frames.filter(frame -> isOwn(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> new Place(file, Math.max(0, frame.getLineNumber()), 0))
                .orElse(Place.of(file)));
    }

    private boolean isOwn(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return outermost.equals(pipeline);
    }
}
