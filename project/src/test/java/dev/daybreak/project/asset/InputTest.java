package dev.daybreak.project.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class InputTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DataInterval DAY =
            new DataInterval(Instant.parse("2025-03-31T22:00:00Z"), Instant.parse("2025-04-01T22:00:00Z"));

    @Test
    void lastEndsWithTheIntervalAndCountsCalendarDays() {
        assertThat(new Input.Last(Span.days(3)).of(DAY, BERLIN))
                .hasToString("[2025-03-29T23:00:00Z, 2025-04-01T22:00:00Z)");
    }

    @Test
    void lastIsNeverShorterThanTheInterval() {
        assertThat(new Input.Last(new Span(2, ChronoUnit.HOURS)).of(DAY, BERLIN))
                .isEqualTo(DAY);
    }

    @Test
    void beforeLeavesTheIntervalOut() {
        assertThat(new Input.Before(Span.days(2)).of(DAY, BERLIN))
                .hasToString("[2025-03-29T23:00:00Z, 2025-03-31T22:00:00Z)");
    }

    @Test
    void windowsAreClippedToWhatCanBePrinted() {
        assertThat(new Input.Last(new Span(999_999, ChronoUnit.MONTHS))
                        .of(DAY, BERLIN)
                        .start())
                .isEqualTo(DataInterval.ALL.start());
    }

    @Test
    void unpartitionedReadersReadAll() {
        assertThat(new Input.Last(Span.days(3)).of(DataInterval.ALL, BERLIN)).isEqualTo(DataInterval.ALL);
        assertThat(new Input.Before(Span.days(3)).of(DataInterval.ALL, BERLIN)).isEqualTo(DataInterval.ALL);
        assertThat(new Input.Whole().of(DAY, BERLIN)).isEqualTo(DataInterval.ALL);
    }

    @Test
    void windowsWithoutLengthAreRefused() {
        assertThatThrownBy(() -> new Input.Before(Span.days(0)))
                .hasMessage("Invalid window: its span is 0 days, must be longer than nothing");
    }
}
