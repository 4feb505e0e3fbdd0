package dev.daybreak.project.alert;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a project's alerts go.
 *
 * @param targets by name
 * @param mail needed by targets that get e-mail
 * @param onFailure targets that hear of every run of pipelines and backfills that failed
 * @param onLate targets that hear of partitions that are not there in time
 */
public record Alerts(
        Map<String, AlertTarget> targets, Optional<MailServer> mail, List<String> onFailure, List<String> onLate) {
    public static final Alerts NONE = new Alerts(Map.of(), Optional.empty(), List.of(), List.of());

    public Alerts {
        targets = Map.copyOf(targets);
        onFailure = List.copyOf(onFailure);
        onLate = List.copyOf(onLate);
    }
}
