package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

    private static Moment at(String time) {
        return Moment.of(Instant.parse(time), NOW, ZoneId.of("Europe/Berlin"));
    }

    @Test
    void tellsWhenInTheProjectsZoneAndHowLongAgo() {
        assertThat(at("2026-03-29T01:27:00Z"))
                .isEqualTo(new Moment("2026-03-29T01:27:00Z", "2026-03-29 03:27:00 Europe/Berlin", "3 minutes ago"));
        assertThat(at("2026-03-29T00:59:59Z").exact())
                .as("before the clock went forward")
                .contains("01:59:59");
        assertThat(Moment.of(NOW, NOW, ZoneOffset.UTC).exact()).endsWith(" UTC");
    }

    @Test
    void takesTheGreatestUnitOfWhichThereAreTwo() {
        assertThat(at("2026-03-29T01:30:00.400Z").ago()).isEqualTo("now");
        assertThat(at("2026-03-29T01:29:59Z").ago()).isEqualTo("1 second ago");
        assertThat(at("2026-03-29T01:28:01Z").ago()).isEqualTo("119 seconds ago");
        assertThat(at("2026-03-28T23:30:00Z").ago()).isEqualTo("2 hours ago");
        assertThat(at("2026-03-27T01:30:00Z").ago()).isEqualTo("2 days ago");
        assertThat(at("2026-03-29T01:35:00Z").ago()).isEqualTo("in 5 minutes");
    }

    @Test
    void tellsHowLongSomethingTook() {
        assertThat(Moment.took(Duration.ofMillis(430))).isEqualTo("0.4 s");
        assertThat(Moment.took(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Moment.took(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }
}
