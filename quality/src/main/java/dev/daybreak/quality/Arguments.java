package dev.daybreak.quality;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The arguments of one check, read by type; one that does not fit its type makes the check {@link Unevaluable}. */
record Arguments(Map<String, Object> values) {
    boolean has(String name) {
        return values.get(name) != null;
    }

    /** The argument as it is; null if there is none. */
    Object raw(String name) {
        return values.get(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new Unevaluable("parameter '" + name + "' is missing"));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(as(name, String.class, "a text"));
    }

    double number(String name) {
        Number value = as(name, Number.class, "a number");
        if (value == null) {
            throw new Unevaluable("parameter '" + name + "' is missing");
        }
        return value.doubleValue();
    }

    double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(as(name, Boolean.class, "true or false"));
    }

    /** True unless it says false. */
    boolean flagOrTrue(String name) {
        return !Boolean.FALSE.equals(as(name, Boolean.class, "true or false"));
    }

    /** Elements may be null; empty if there is no such argument. */
    Optional<Collection<?>> list(String name) {
        return Optional.ofNullable(as(name, Collection.class, "a list"));
    }

    List<String> texts(String name) {
        Collection<?> elements = list(name).orElseThrow(() -> new Unevaluable("parameter '" + name + "' is missing"));
        return elements.stream().map(each -> Objects.toString(each)).toList();
    }

    /** Empty if there is no such argument. */
    Map<?, ?> map(String name) {
        Map<?, ?> value = as(name, Map.class, "a map");
        return value == null ? Map.of() : value;
    }

    private <T> T as(String name, Class<T> type, String permitted) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new Unevaluable("parameter '" + name + "' is '" + value + "', but must be " + permitted);
        }
        return type.cast(value);
    }
}
