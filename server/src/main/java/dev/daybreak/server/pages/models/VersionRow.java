package dev.daybreak.server.pages.models;

import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import java.util.Locale;

/**
 * A version in a list.
 *
 * @param isLive whether it is in production
 * @param outcome what the gate decided: {@code promoted}, {@code passed} or {@code held back}
 * @param headline its most telling metric with the interval; may be empty
 */
public record VersionRow(
        int version,
        boolean isLive,
        String outcome,
        String reason,
        String headline,
        String trainedFor,
        String run,
        Moment created) {
    static VersionRow of(ModelVersion version, boolean isLive, Pages pages, Shell shell) {
        return new VersionRow(
                version.version(),
                isLive,
                outcome(version),
                version.reason(),
                version.headline(),
                pages.words(version.interval()),
                version.run(),
                shell.moment(version.created()));
    }

    static String outcome(ModelVersion version) {
        return version.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
