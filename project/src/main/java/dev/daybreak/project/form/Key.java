package dev.daybreak.project.form;

import java.util.Objects;
import java.util.Optional;

/**
 * A key of a form.
 *
 * @param description one sentence for people, shown by editors
 * @param fallback the value when the key is not there; empty if there is none
 * @param shownDefault how the default is told; empty if there is none
 */
public record Key<T>(
        String name,
        Shape<T> shape,
        String description,
        boolean isRequired,
        Optional<T> fallback,
        Optional<String> shownDefault) {
    public Key {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(description, "description");
    }

    public static <T> Key<T> required(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, description, true, Optional.empty(), Optional.empty());
    }

    public static <T> Key<T> optional(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, description, false, Optional.empty(), Optional.empty());
    }

    /** @param shown how the default is told to people */
    public static <T> Key<T> withDefault(String name, Shape<T> shape, String description, T fallback, String shown) {
        return new Key<>(name, shape, description, false, Optional.of(fallback), Optional.of(shown));
    }
}
