package dev.daybreak.project.problem;

import java.util.Map;
import java.util.Objects;

/**
 * Where what a definition says stands in its file, for messages about a name that turns out wrong only when other files are known. Keys below
 * keys are joined by points, as in {@code partition.column}; of several items of a list the first counts.
 *
 * @param start where the definition begins
 * @param values where the value of each key begins
 * @param names where each key stands itself
 * @param words where each word among the values below a key of the definition stands first: {@code sort=user_id}
 */
public record Written(Place start, Map<String, Place> values, Map<String, Place> names, Map<String, Place> words) {
    public Written {
        Objects.requireNonNull(start, "start");
        values = Map.copyOf(values);
        names = Map.copyOf(names);
        words = Map.copyOf(words);
    }

    /** A definition of which no more is known than where it begins. */
    public static Written at(Place start) {
        return new Written(start, Map.of(), Map.of(), Map.of());
    }

    /** Where the value of a key stands; of a key that is not there, where that of the key above does; the start if none is. */
    public Place value(String key) {
        Place place = values.get(key);
        int above = key.lastIndexOf('.');
        return place != null ? place : above < 0 ? start : value(key.substring(0, above));
    }

    /** Where a key below another one stands, such as a column under {@code columns}. */
    public Place name(String key, String name) {
        Place place = names.get(key + "." + name);
        return place != null ? place : value(key);
    }

    /** Where a word stands among the values below a key of the definition; the key's value if it is not there in so many letters. */
    public Place word(String key, String word) {
        Place place = words.get(key + "=" + word);
        return place != null ? place : value(key);
    }
}
