package dev.daybreak.project.maintenance;

import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.time.Span;
import java.util.Objects;
import java.util.Optional;

/**
 * How tables are kept in order.
 *
 * @param schedule when {@code serve} does it, in the project's time zone; empty: only by command
 * @param targetBytes how large files are to become; those below half of it are put together
 * @param keepSnapshots how many of the newest snapshots stay whatever their age, at least 1
 * @param keepFor how long a snapshot stays after another took its place
 * @param orphansOlderThan how old a file that nothing refers to must be before it is removed
 */
public record MaintenancePolicy(
        Optional<Cron> schedule, long targetBytes, int keepSnapshots, Span keepFor, Span orphansOlderThan) {
    public static final MaintenancePolicy DEFAULT =
            new MaintenancePolicy(Optional.empty(), 256_000_000L, 10, Span.days(7), Span.days(3));

    public MaintenancePolicy {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(keepFor, "keepFor");
        Objects.requireNonNull(orphansOlderThan, "orphansOlderThan");
        if (targetBytes < 1 || keepSnapshots < 1) {
            throw new IllegalArgumentException("Invalid policy: target " + targetBytes + " bytes, keep " + keepSnapshots
                    + " snapshots; permitted: at least 1");
        }
    }
}
