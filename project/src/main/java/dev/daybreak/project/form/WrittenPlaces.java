package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Written;
import java.util.HashMap;
import java.util.Map;

/** Collects where the parts of a definition stand. What was filled in by {@code ${...}} is no word of it. */
final class WrittenPlaces {
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Map<String, Place> words = new HashMap<>();

    /** @param key of the definition */
    void add(String key, YamlValue value) {
        values.put(key, value.place());
        collect(key, key, value);
    }

    private void collect(String top, String path, YamlValue value) {
        if (value instanceof YamlValue.Scalar scalar && !scalar.isSubstituted()) {
            words.putIfAbsent(top + "=" + scalar.text(), scalar.place());
        } else if (value instanceof YamlValue.Sequence sequence) {
            sequence.items().forEach(item -> collect(top, path, item));
        } else if (value instanceof YamlValue.Mapping mapping) {
            for (YamlValue.Entry entry : mapping.entries()) {
                String below = path + "." + entry.key();
                names.putIfAbsent(below, entry.place());
                values.putIfAbsent(below, entry.value().place());
                collect(top, below, entry.value());
            }
        }
    }

    Written all(Place start) {
        return new Written(start, values, names, words);
    }
}
