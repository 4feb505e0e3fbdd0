package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that a form read. A key whose value did not fit is there but has no value. */
public final class Fields {
    private final Place place;
    private final Map<String, Place> places;
    private final Map<String, Object> values = new HashMap<>();

    Fields(Place place, Map<String, Place> places) {
        this.place = place;
        this.places = Map.copyOf(places);
    }

    <T> void put(Key<T> key, T value) {
        values.put(key.name(), value);
    }

    /** Where the keys begin. */
    public Place place() {
        return place;
    }

    /** Where a key's value stands; where the keys begin if it is not there. */
    public Place place(Key<?> key) {
        return places.getOrDefault(key.name(), place);
    }

    public boolean has(Key<?> key) {
        return places.containsKey(key.name());
    }

    /** The names of the keys that are there and known. */
    public Set<String> names() {
        return places.keySet();
    }

    /** The value, else the default if the key is not there, else empty. */
    @SuppressWarnings("unchecked") // put() stores under a key only what its shape yields
    public <T> Optional<T> find(Key<T> key) {
        return has(key) ? Optional.ofNullable((T) values.get(key.name())) : key.fallback();
    }

    /**
     * The value of a key that is required or has a default, after the form was read without an error.
     *
     * @throws java.util.NoSuchElementException if it has none
     */
    public <T> T value(Key<T> key) {
        return find(key).orElseThrow();
    }
}
