package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asking when a schedule fires, where there is no project. */
class ScheduleTest {
    private static Outcome next(String cron, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "schedule";
        arguments[1] = "next";
        arguments[2] = "--cron";
        arguments[3] = cron;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return CommandLineProject.command(arguments);
    }

    @Test
    void tellsTheNextTimesInUtc() {
        Outcome outcome = next(
                "30 2 * * *", "--zone", "America/New_York", "--after", "2024-03-09T12:00", "--count", "2", "--json");

        assertThat(outcome.out().strip()).isEqualTo("{\"times\":[\"2024-03-10T07:00:00Z\",\"2024-03-11T06:30:00Z\"]}");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void showsPeopleTheWallClockBeside() {
        Outcome outcome = next("0 9 * * mon", "--zone", "Europe/Berlin", "--after", "2024-10-21", "--count", "2");

        assertThat(outcome.out().lines())
                .containsExactly(
                        "2024-10-21T07:00:00Z   Mon 2024-10-21 09:00 +02:00",
                        "2024-10-28T08:00:00Z   Mon 2024-10-28 09:00 +01:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 30 2 *  | UTC         | 2024-01-01 | Invalid schedule '0 0 30 2 *': there is no such day in any year",
                "61 * * * *  | UTC         | 2024-01-01 | Invalid schedule '61 * * * *': '61' does not fit the field minute (0-59)",
                "0 0 * * *   | Mars/Utopia | 2024-01-01 | Invalid --zone 'Mars/Utopia': there is no such time zone",
                "0 0 * * *   | UTC         | tomorrow   | Invalid --after 'tomorrow': expected a date or a timestamp"
            })
    void refusesWhatItCannotRead(String cron, String zone, String after, String why) {
        Outcome outcome = next(cron, "--zone", zone, "--after", after);

        assertThat(outcome.err()).contains(why);
        assertThat(outcome.status()).isEqualTo(2);
    }
}
