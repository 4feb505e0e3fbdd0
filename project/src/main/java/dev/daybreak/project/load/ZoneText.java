package dev.daybreak.project.load;

import dev.daybreak.project.form.Located;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.TreeSet;

/** Time zones in project files. */
final class ZoneText {
    private ZoneText() {}

    /** The zone that a text names; else empty, and what is wrong with it is noted. */
    static Optional<ZoneId> check(Located<String> zone, Problems problems) {
        String name = zone.value().strip();
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            problems.error(
                    zone.place(),
                    "Invalid time zone '" + name + "': there is no such zone."
                            + NearestName.hint(name, new TreeSet<>(ZoneId.getAvailableZoneIds())),
                    "Write for example 'Europe/Berlin' or 'UTC'.");
            return Optional.empty();
        }
    }
}
