package dev.daybreak.project.load;

import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.time.Span;
import java.util.Optional;

/** The key {@code maintain} of {@code daybreak.yaml}. */
final class MaintenanceForm {
    private static final MaintenancePolicy USUAL = MaintenancePolicy.DEFAULT;

    private static final Key<Located<String>> SCHEDULE = Key.optional(
            "schedule",
            Shapes.located(Scalars.text()),
            "When 'serve' does it, as a cron text such as '0 3 * * *' in the project's time zone; by default only by command.");
    private static final Key<Long> TARGET = Key.withDefault(
            "target_file_size",
            Scalars.parsed(ByteSize.PERMITTED, ByteSize::parse),
            "How large files are to become; those below half of it are put together.",
            USUAL.targetBytes(),
            "256 MB");
    private static final Key<Long> KEEP_SNAPSHOTS = Key.withDefault(
            "keep_snapshots",
            Scalars.wholeNumber(1, 1_000_000),
            "How many of the newest snapshots of a table stay, whatever their age.",
            (long) USUAL.keepSnapshots(),
            Integer.toString(USUAL.keepSnapshots()));
    private static final Key<Span> KEEP_FOR = Key.withDefault(
            "keep_for",
            CommonKeys.SPAN,
            "How long a snapshot stays after another took its place. Readers at work need its files, 'plan' needs it to tell late rows,"
                    + " and 'rollback' can go back to it.",
            USUAL.keepFor(),
            USUAL.keepFor().toString());
    private static final Key<Span> ORPHANS = Key.withDefault(
            "orphans_older_than",
            CommonKeys.SPAN,
            "How old files must be that no snapshot holds, before they are removed.",
            USUAL.orphansOlderThan(),
            USUAL.orphansOlderThan().toString());
    private static final Form FORM = Form.of("maintain", SCHEDULE, TARGET, KEEP_SNAPSHOTS, KEEP_FOR, ORPHANS);

    static final Key<Fields> MAINTAIN = Key.optional("maintain", FORM, "How tables are kept in order, and when.");

    private MaintenanceForm() {}

    static MaintenancePolicy read(Fields fields, Problems problems) {
        return fields.find(MAINTAIN).map(found -> policy(found, problems)).orElse(USUAL);
    }

    private static MaintenancePolicy policy(Fields fields, Problems problems) {
        Optional<Cron> schedule = fields.find(SCHEDULE).flatMap(text -> CronText.check(text, problems));
        return new MaintenancePolicy(
                schedule,
                fields.value(TARGET),
                fields.value(KEEP_SNAPSHOTS).intValue(),
                fields.value(KEEP_FOR),
                fields.value(ORPHANS));
    }
}
