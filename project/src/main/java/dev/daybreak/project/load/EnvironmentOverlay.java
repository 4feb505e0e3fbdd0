package dev.daybreak.project.load;

import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.form.YamlValue.Entry;
import dev.daybreak.project.form.YamlValue.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one of {@code environments} in {@code daybreak.yaml} stands in for what the rest of the file says. */
final class EnvironmentOverlay {
    /** Of these, an environment names single values; the others it sets as a whole. */
    private static final Set<String> BY_NAME = Set.of(SettingsForm.VARIABLES.name(), SettingsForm.CONNECTIONS.name());

    private EnvironmentOverlay() {}

    /** The file as an environment has it. */
    static Mapping overlaid(Mapping settings, String environment) {
        Optional<Mapping> own =
                mapping(settings, SettingsForm.ENVIRONMENTS.name()).flatMap(all -> mapping(all, environment));
        if (own.isEmpty()) {
            return settings;
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : settings.entries()) {
            Optional<Entry> instead = own.get().find(entry.key());
            entries.add(instead.isPresent() && isSetting(entry.key()) ? combined(entry, instead.get()) : entry);
        }
        own.get().entries().stream()
                .filter(entry ->
                        isSetting(entry.key()) && settings.find(entry.key()).isEmpty())
                .forEach(entries::add);
        return new Mapping(entries, settings.place());
    }

    private static boolean isSetting(String key) {
        return SettingsForm.ENVIRONMENT.keys().stream()
                .anyMatch(known -> known.name().equals(key));
    }

    private static Entry combined(Entry usual, Entry own) {
        if (BY_NAME.contains(usual.key())
                && usual.value() instanceof Mapping all
                && own.value() instanceof Mapping some) {
            List<Entry> entries = new ArrayList<>(all.entries().stream()
                    .filter(entry -> some.find(entry.key()).isEmpty())
                    .toList());
            entries.addAll(some.entries());
            return new Entry(usual.key(), usual.place(), new Mapping(entries, all.place()));
        }
        return own;
    }

    private static Optional<Mapping> mapping(Mapping in, String key) {
        Optional<YamlValue> value = in.find(key).map(Entry::value);
        return value.filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }
}
