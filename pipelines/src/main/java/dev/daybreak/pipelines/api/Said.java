package dev.daybreak.pipelines.api;

import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keys and values as in a YAML file, each with the place in the code where it was said. What is said again replaces what was said before. */
final class Said {
    private final Place place;
    private final Supplier<Place> here;
    private final Problems problems;
    private final List<YamlValue.Entry> entries = new ArrayList<>();

    Said(Place place, Supplier<Place> here, Problems problems) {
        this.place = place;
        this.here = here;
        this.problems = problems;
    }

    void text(String key, String text) {
        put(key, text(text, here.get()));
    }

    void texts(String key, List<String> texts) {
        texts(key, texts, here.get());
    }

    void texts(String key, List<String> texts, Place at) {
        put(
                key,
                new YamlValue.Sequence(
                        texts.stream().<YamlValue>map(text -> text(text, at)).toList(), at));
    }

    void number(String key, long number) {
        put(key, scalar(YamlValue.Type.INTEGER, Long.toString(number), here.get()));
    }

    void flag(String key, boolean flag) {
        put(key, scalar(YamlValue.Type.BOOLEAN, Boolean.toString(flag), here.get()));
    }

    /** A value that is written in YAML. */
    void yaml(String key, String yaml) {
        YamlText.parse(yaml, here.get(), problems).ifPresent(value -> put(key, value));
    }

    /** One more item of a list that is written in YAML. */
    void addYaml(String key, String yaml) {
        Place at = here.get();
        YamlText.parse(yaml, at, problems).ifPresent(value -> {
            List<YamlValue> items = new ArrayList<>();
            entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(YamlValue.Entry::value)
                    .forEach(before -> items.addAll(((YamlValue.Sequence) before).items()));
            items.add(value);
            put(key, new YamlValue.Sequence(items, at));
        });
    }

    private void put(String key, YamlValue value) {
        entries.removeIf(entry -> entry.key().equals(key));
        entries.add(new YamlValue.Entry(key, value.place(), value));
    }

    YamlValue.Mapping mapping() {
        return new YamlValue.Mapping(entries, place);
    }

    private static YamlValue text(String text, Place at) {
        return scalar(YamlValue.Type.TEXT, text, at);
    }

    private static YamlValue scalar(YamlValue.Type type, String text, Place at) {
        return new YamlValue.Scalar(type, text, text, at);
    }
}
