package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.Problems;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a value of a project file may look like. One description serves two readers: the loader, which checks and converts
 * values by it, and editors, which get it as a JSON Schema.
 */
public interface Shape<T> {
    /**
     * The value converted, or empty if it does not fit; then at least one error was noted.
     *
     * @param name what messages call it: usually the key
     */
    Optional<T> read(String name, YamlValue value, Problems problems);

    /** JSON Schema, draft 2020-12; a new tree each time. */
    ObjectNode schema();

    /** The same shape, whose values become something else. */
    default <R> Shape<R> map(Function<? super T, ? extends R> function) {
        return then((value, problems) -> Optional.of(function.apply(value)));
    }

    /** The same shape with a further check; {@code function} notes an error when it yields nothing. */
    default <R> Shape<R> then(BiFunction<? super T, Problems, Optional<R>> function) {
        Shape<T> inner = this;
        return new Shape<>() {
            @Override
            public Optional<R> read(String name, YamlValue value, Problems problems) {
                return inner.read(name, value, problems).flatMap(found -> function.apply(found, problems));
            }

            @Override
            public ObjectNode schema() {
                return inner.schema();
            }
        };
    }
}
