package dev.daybreak.project.form;

import dev.daybreak.project.problem.Place;
import java.util.List;
import java.util.Optional;

/** A value of a YAML text with the place where it stands. */
public sealed interface YamlValue {
    /** Where it starts. */
    Place place();

    /** What it is, for a message: {@code a list}, {@code the text 'abc'}. Never tells a secret. */
    String described();

    /** What a scalar was read as. */
    enum Type {
        NULL,
        BOOLEAN,
        INTEGER,
        NUMBER,
        TEXT
    }

    /**
     * A single value.
     *
     * @param text with substitutions filled in; may hold a secret
     * @param written as it stands in the file; this is what messages tell
     * @param content where the text begins, if the file has it character by character and line below line; empty if it is
     *     written with escapes or folded, or comes from elsewhere
     */
    record Scalar(Type type, String text, String written, Place place, Optional<Place> content) implements YamlValue {
        public Scalar(Type type, String text, String written, Place place) {
            this(type, text, written, place, Optional.empty());
        }

        /** Whether it came from {@code ${...}}, so that its type says nothing about what the author meant. */
        public boolean isSubstituted() {
            return !text.equals(written);
        }

        @Override
        public String described() {
            return switch (type) {
                case NULL -> "nothing";
                case BOOLEAN -> "the truth value " + written;
                case INTEGER, NUMBER -> "the number " + written;
                case TEXT -> "'" + written + "'";
            };
        }

        @Override
        public String toString() {
            return written;
        }
    }

    /** Values in order. */
    record Sequence(List<YamlValue> items, Place place) implements YamlValue {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** Values by key, in the order of the file; keys are unique. */
    record Mapping(List<Entry> entries, Place place) implements YamlValue {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The entry of that key. */
        public Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        @Override
        public String described() {
            return "keys with values";
        }
    }

    /** A key with its value; {@code place} is the key's. */
    record Entry(String key, Place place, YamlValue value) {}
}
