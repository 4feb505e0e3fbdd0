package dev.daybreak.pipelines.code;

import java.util.Locale;

/** Names of pipelines that are written in Java. */
final class PipelineName {
    private PipelineName() {}

    /** {@code WeeklyExport} is {@code weekly_export}. */
    static String of(String type) {
        return type.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
