package dev.daybreak.project.load;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import java.util.List;
import java.util.Optional;

/** The syntax of schedules: five fields as in Unix cron, or a nickname. */
final class CronText {
    private static final List<String> NICKNAMES = List.of("@hourly", "@daily", "@weekly", "@monthly", "@yearly");
    private static final List<String> FIELDS =
            List.of("minute (0-59)", "hour (0-23)", "day of month (1-31)", "month (1-12)", "day of week (0-7)");
    private static final CronDefinition UNIX = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

    private CronText() {}

    /** The text itself if it is a schedule; else empty, and every field that is wrong is noted. */
    static Optional<String> check(Located<String> schedule, Problems problems) {
        String text = schedule.value().strip();
        if (NICKNAMES.contains(text)) {
            return Optional.of(text);
        }
        int before = problems.errors();
        String[] fields = text.split("\\s+");
        if (text.startsWith("@") || fields.length != FIELDS.size()) {
            String count = text.startsWith("@") ? "" : "found " + fields.length + " fields, ";
            problems.error(
                    schedule.place(),
                    "Invalid schedule '" + text + "': " + count
                            + "expected five (minute, hour, day of month, month, day of" + " week) or one of "
                            + String.join(", ", NICKNAMES) + "." + NearestName.hint(text, NICKNAMES),
                    "Write for example '0 6 * * 1' for Mondays at six.");
            return Optional.empty();
        }
        for (int i = 0; i < fields.length; i++) {
            checkField(text, fields, i, schedule, problems);
        }
        return problems.errors() == before ? Optional.of(text) : Optional.empty();
    }

    private static void checkField(
            String text, String[] fields, int index, Located<String> schedule, Problems problems) {
        String[] alone = {"*", "*", "*", "*", "*"};
        alone[index] = fields[index];
        try {
            new CronParser(UNIX).parse(String.join(" ", alone)).validate();
        } catch (IllegalArgumentException e) {
            String reason = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            problems.error(
                    schedule.place(),
                    "Invalid schedule '" + text + "': '" + fields[index] + "' does not fit the field "
                            + FIELDS.get(index) + reason + ".",
                    "");
        }
    }
}
