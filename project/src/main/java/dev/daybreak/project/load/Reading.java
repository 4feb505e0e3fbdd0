package dev.daybreak.project.load;

import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What the readers of single files share.
 *
 * @param settings empty if {@code daybreak.yaml} has errors; then nothing that depends on it is checked
 */
record Reading(Optional<Settings> settings, Substitution substitution, Problems problems) {
    ZoneId zone() {
        return settings.map(Settings::zone).orElse(ZoneOffset.UTC);
    }

    /** How often and for how long steps are tried, unless an asset says otherwise. */
    Tries tries() {
        return settings.map(Settings::tries).orElse(Tries.DEFAULT);
    }

    /** The value of a YAML text with substitutions made, or empty if it is no YAML. */
    Optional<YamlValue> yaml(String text, Place origin) {
        return YamlText.parse(text, origin, problems).map(value -> substitution.fill(value, problems));
    }

    /** Notes an error if an asset is cut along time and nothing says where it begins. */
    void requireStart(AssetKey key, Optional<Partitioning.Time> time, Place place) {
        boolean isOpen = time.isPresent() && time.get().start().isEmpty();
        if (isOpen && settings.isPresent() && settings.get().start().isEmpty()) {
            problems.error(
                    place,
                    "Missing start of '" + key
                            + "': it is cut along time, and nothing says where its first partition begins.",
                    "Add 'start: 2025-01-01' to its partition, or to daybreak.yaml for all assets.");
        }
    }
}
