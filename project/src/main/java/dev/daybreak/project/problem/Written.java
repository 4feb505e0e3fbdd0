package dev.daybreak.project.problem;

import java.util.Map;
import java.util.Objects;

/**
 * Where what a definition says stands in its file, for messages about a name that turns out wrong only when other files are known.
 *
 * @param start of the file
 * @param keys what is written under each of the definition's keys
 */
public record Written(Place start, Map<String, Words> keys) {
    /**
     * What is written under a key.
     *
     * @param place where its value begins
     * @param places where each word, a name or a value, stands first
     */
    public record Words(Place place, Map<String, Place> places) {
        public Words {
            Objects.requireNonNull(place, "place");
            places = Map.copyOf(places);
        }
    }

    public Written {
        Objects.requireNonNull(start, "start");
        keys = Map.copyOf(keys);
    }

    /** A definition of which no more is known than where it begins. */
    public static Written at(Place start) {
        return new Written(start, Map.of());
    }

    /** Where a key's value stands; the start if the key is not there. */
    public Place place(String key) {
        return keys.containsKey(key) ? keys.get(key).place() : start;
    }

    /** Where a word stands under a key; the key's place if it is not there in so many letters. */
    public Place place(String key, String word) {
        return keys.containsKey(key)
                ? keys.get(key).places().getOrDefault(word, keys.get(key).place())
                : start;
    }
}
