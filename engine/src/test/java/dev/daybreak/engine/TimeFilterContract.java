package dev.daybreak.engine;

import static dev.daybreak.engine.EngineFixture.dataFile;
import static dev.daybreak.engine.EngineFixture.filtered;
import static dev.daybreak.engine.EngineFixture.relation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows lie in a data interval. In New York clocks went forward on 2024-03-10 at 7:00 UTC and back on 2024-11-03 at 6:00 UTC. */
public interface TimeFilterContract extends EngineFixture {
    String NEW_YORK = "America/New_York";

    @Test
    default void keepsDatesWhoseDayStartsInTheInterval() {
        String dates = "SELECT x FROM (VALUES ('2024-03-09'), ('2024-03-10'), ('2024-03-11'), (NULL)) AS t(x)";

        assertThat(kept(NEW_YORK, Primitive.DATE, dates, "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"))
                .containsExactly("2024-03-10");
        assertThat(kept(NEW_YORK, Primitive.DATE, dates, "2024-03-09T05:00:01Z", "2024-03-11T03:59:59Z"))
                .containsExactly("2024-03-10");
    }

    @Test
    default void readsTimestampsInTheZoneOfTheSession() {
        String times =
                "SELECT x FROM (VALUES ('2024-03-09 23:59:59.999999'), ('2024-03-10 00:00:00'), ('2024-03-10 01:59:59'),"
                        + " ('2024-03-10 03:00:00'), ('2024-03-11 00:00:00'), (NULL)) AS t(x)";

        assertThat(kept(NEW_YORK, Primitive.TIMESTAMP, times, "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"))
                .containsExactly("2024-03-10 00:00:00", "2024-03-10 01:59:59", "2024-03-10 03:00:00");
        assertThat(kept(NEW_YORK, Primitive.TIMESTAMP, times, "2024-03-10T07:00:00Z", "2024-03-10T08:00:00Z"))
                .containsExactly("2024-03-10 03:00:00");
    }

    @Test
    default void takesATimestampThatOccursTwiceForItsFirst() {
        String times =
                "SELECT x FROM (VALUES ('2024-11-03 00:30:00'), ('2024-11-03 01:30:00'), ('2024-11-03 02:30:00')) AS t(x)";

        assertThat(kept(NEW_YORK, Primitive.TIMESTAMP, times, "2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z"))
                .containsExactly("2024-11-03 01:30:00");
        assertThat(kept(NEW_YORK, Primitive.TIMESTAMP, times, "2024-11-03T06:00:00Z", "2024-11-03T07:00:00Z"))
                .isEmpty();
        assertThat(kept(NEW_YORK, Primitive.TIMESTAMP, times, "2024-11-03T07:00:00Z", "2024-11-03T08:00:00Z"))
                .containsExactly("2024-11-03 02:30:00");
    }

    @Test
    default void comparesInstantsWhateverTheZone() {
        String times =
                "SELECT x FROM (VALUES ('2024-11-03T05:30:00Z'), ('2024-11-03T06:30:00Z'), ('2024-11-03T07:30:00Z')) AS t(x)";

        assertThat(kept(NEW_YORK, Primitive.TIMESTAMPTZ, times, "2024-11-03T06:00:00Z", "2024-11-03T07:30:00Z"))
                .containsExactly("2024-11-03T06:30:00Z");
    }

    @Test
    default void keepsEveryRowForTheIntervalOfEverything() {
        Schema schema = Schema.of(Column.of("at", Primitive.DATE));
        WrittenFile file = file("SELECT CAST(NULL AS DATE) AS at", schema);

        session().register("times", filtered(relation(schema, dataFile(file)), new TimeFilter("at", DataInterval.ALL)));

        assertThat(rows("SELECT COUNT(*) AS n FROM times")).containsExactly(List.of(1L));
    }

    /** Writes texts beside the times they stand for, and tells the texts that a filter keeps. */
    private List<Object> kept(String zone, DataType type, String texts, String start, String end) {
        Schema schema = Schema.of(Column.of("text", Primitive.STRING), Column.of("at", type));
        WrittenFile file = file("SELECT x AS text, x AS at FROM (" + texts + ") AS s", schema);
        DataInterval interval = new DataInterval(Instant.parse(start), Instant.parse(end));
        try (Session session = sessionIn(zone)) {
            session.register("times", filtered(relation(schema, dataFile(file)), new TimeFilter("at", interval)));
            return rows(session, "SELECT text FROM times ORDER BY text").stream()
                    .map(row -> row.get(0))
                    .toList();
        }
    }
}
