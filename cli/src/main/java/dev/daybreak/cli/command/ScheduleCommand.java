package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schedule.Cron;
import dev.daybreak.project.time.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "schedule",
        description = "Ask when schedules fire.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = ScheduleCommand.NextCommand.class,
        footer = {"", "Example: daybreak schedule next --cron \"0 6 * * 1\" --zone Europe/Berlin"})
final class ScheduleCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    @Command(
            name = "next",
            description = "Print when a schedule fires next. Needs no project.",
            footer = {"", "Example: daybreak schedule next --cron \"30 2 * * *\" --zone Europe/Berlin --count 3"})
    static final class NextCommand implements Callable<Integer> {
        private static final int MOST = 100_000;
        private static final DateTimeFormatter LOCAL =
                DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);

        @Mixin
        private GlobalOptions options;

        @Option(
                names = "--cron",
                required = true,
                paramLabel = "EXPR",
                description = "Five fields (minute, hour, day of month, month, day of week), or @daily and the like.",
                order = 1)
        private String cron;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "The time zone in which it is read. Default: ${DEFAULT-VALUE}.",
                defaultValue = "UTC",
                order = 2)
        private String zone;

        @Option(
                names = "--after",
                paramLabel = "TIME",
                description = "Times after this one, exclusive. Default: now.",
                order = 3)
        private String after;

        @Option(
                names = "--count",
                paramLabel = "N",
                description = "How many times. Default: ${DEFAULT-VALUE}.",
                defaultValue = "5",
                order = 4)
        private int count;

        @Override
        public Integer call() {
            if (count < 1 || count > MOST) {
                throw wrong("--count " + count, "it must be from 1 to " + MOST, "");
            }
            ZoneId place = zone();
            Instant start = after(place);
            Cron schedule = schedule();
            Output output = new Output(options.json());
            List<String> times = new ArrayList<>();
            Optional<Instant> next = schedule.next(start, place);
            while (next.isPresent() && times.size() < count) {
                times.add(next.get().toString());
                output.line(next.get() + "   " + LOCAL.format(next.get().atZone(place)));
                next = schedule.next(next.get(), place);
            }
            output.document(Map.of("times", times));
            return 0;
        }

        private Cron schedule() {
            List<String> problems = new ArrayList<>();
            return Cron.parse(cron, problems::add)
                    .orElseThrow(() -> wrong(
                            "schedule '" + cron + "'",
                            String.join("; ", problems),
                            "Write for example '0 6 * * 1' for Mondays at six."));
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw wrong("--zone '" + zone + "'", "there is no such time zone", "Write for example Europe/Berlin.");
            }
        }

        private Instant after(ZoneId place) {
            if (after == null) {
                return Instant.now();
            }
            return TimeText.parse(after, place)
                    .orElseThrow(() -> wrong("--after '" + after + "'", "expected " + TimeText.PERMITTED, ""));
        }

        private static DaybreakException wrong(String what, String why, String mend) {
            return new DaybreakException(ErrorCode.WRONG_USE, "Invalid " + what + ": " + why + ".", mend);
        }
    }
}
