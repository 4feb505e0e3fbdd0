package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Written;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that a form read. A key whose value did not fit is there but has no value. */
public final class Fields {
    private final Place place;
    private final Map<String, YamlValue> written;
    private final Map<String, Object> values = new HashMap<>();

    /** @param written the values of the keys that are there and known */
    Fields(Place place, Map<String, YamlValue> written) {
        this.place = place;
        this.written = Map.copyOf(written);
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
        return has(key) ? written.get(key.name()).place() : place;
    }

    public boolean has(Key<?> key) {
        return written.containsKey(key.name());
    }

    /** The names of the keys that are there and known. */
    public Set<String> names() {
        return written.keySet();
    }

    /** @param start where the definition begins */
    public Written written(Place start) {
        WrittenPlaces places = new WrittenPlaces();
        written.forEach(places::add);
        return places.all(start);
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
