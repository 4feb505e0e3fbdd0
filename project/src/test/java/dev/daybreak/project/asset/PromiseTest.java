package dev.daybreak.project.asset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By when a partition must be there. */
class PromiseTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Promise promise(String text) {
        return Promise.parse(text).orElseThrow();
    }

    @ParameterizedTest(name = "{0} that holds {1}, {2}: {3}")
    @CsvSource({
        "DAY, 2023-01-10T12:00:00Z, by 06:00, 2023-01-11T05:00:00Z",
        "DAY, 2023-01-10T12:00:00Z, by 00:00, 2023-01-11T23:00:00Z",
        "WEEK, 2023-01-10T12:00:00Z, by 06:00, 2023-01-16T05:00:00Z",
        "HOUR, 2023-01-10T03:30:00Z, by 06:00, 2023-01-10T05:00:00Z",
        "HOUR, 2023-01-10T05:30:00Z, by 06:00, 2023-01-11T05:00:00Z",
        "DAY, 2023-01-10T12:00:00Z, within 2 hours, 2023-01-11T01:00:00Z",
        // Clocks go forward from 02:00 to 03:00 on 26 March, and back from 03:00 to 02:00 on 29 October.
        "DAY, 2023-03-25T12:00:00Z, by 02:30, 2023-03-26T01:00:00Z",
        "DAY, 2023-10-28T12:00:00Z, by 02:30, 2023-10-29T00:30:00Z",
        "DAY, 2023-03-25T12:00:00Z, within 1 day, 2023-03-26T22:00:00Z",
    })
    void aPartitionMustBeThereByTheFirstSuchTimeAfterItsEnd(Grain grain, Instant in, String text, Instant due) {
        DataInterval partition = new Cadence(grain, DayOfWeek.MONDAY).at(in, BERLIN);

        assertThat(promise(text).due(partition, BERLIN)).isEqualTo(due);
    }

    @ParameterizedTest(name = "published at {0}, {1}: again by {2}")
    @CsvSource({
        "2023-01-10T04:30:00Z, by 06:00, 2023-01-11T05:00:00Z",
        "2023-01-10T12:00:00Z, by 06:00, 2023-01-11T05:00:00Z",
        "2023-01-10T12:00:00Z, within 2 hours, 2023-01-10T14:00:00Z",
    })
    void anAssetThatIsNotCutMustBePublishedAgain(Instant published, String text, Instant due) {
        assertThat(promise(text).dueAgain(published, BERLIN)).isEqualTo(due);
    }
}
