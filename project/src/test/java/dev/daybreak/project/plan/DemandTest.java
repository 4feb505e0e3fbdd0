package dev.daybreak.project.plan;

import static dev.daybreak.project.plan.Fixture.day;
import static dev.daybreak.project.plan.Fixture.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.LateData.Policy;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.Span;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final AssetKey DAILY = AssetKey.parse("f.daily");
    private static final AssetKey WEEKLY = AssetKey.parse("f.weekly");

    /** A weekly table that reads 37 days of a daily one. */
    private static Fixture weeklyOverDaily() {
        return new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.daily", Cadence.DAILY, Map.of("raw.clicks", new Input.SameInterval()))
                .table(
                        "f.weekly",
                        new Cadence(Grain.WEEK, DayOfWeek.MONDAY),
                        Map.of("f.daily", new Input.Last(Span.days(37))));
    }

    @Test
    void windowsOfReadersReachBeforeTheRange() {
        Demand demand = weeklyOverDaily().demand("2025-03-03", "2025-03-10");

        assertThat(demand.partitions(WEEKLY)).containsExactly(range("2025-03-03", "2025-03-10"));
        assertThat(demand.partitions(DAILY)).hasSize(37);
        assertThat(demand.partitions(DAILY).first()).isEqualTo(day("2025-02-01"));
        assertThat(demand.partitions(DAILY).last()).isEqualTo(day("2025-03-09"));
        assertThat(demand.partitions(AssetKey.parse("raw.clicks"))).containsExactly(DataInterval.ALL);
    }

    @Test
    void windowsAreNotFollowedBeyondTheBegin() {
        Demand demand = weeklyOverDaily().demand("2025-01-06", "2025-01-13");

        assertThat(demand.partitions(DAILY).first()).isEqualTo(day("2025-01-01"));
        assertThat(demand.partitions(DAILY)).hasSize(12);
    }

    @Test
    void weeksThatReachOverTheRangeAreLeftOut() {
        Demand demand = weeklyOverDaily().demand("2025-01-01", "2025-01-15");

        assertThat(demand.partitions(WEEKLY)).containsExactly(range("2025-01-06", "2025-01-13"));
        assertThat(demand.partitions(DAILY)).hasSize(14);
    }

    @Test
    void inputsThatAreNotSelectedAreNotAskedFor() {
        Demand demand = weeklyOverDaily().demand("2025-03-03", "2025-03-10", "f.weekly");

        assertThat(demand.assets()).containsExactly(WEEKLY);
        assertThat(demand.partitions(DAILY)).isEmpty();
    }

    @Test
    void ownStartOverridesTheBegin() {
        TimePartition late = new TimePartition("at", Cadence.DAILY, Optional.of(Instant.parse("2025-03-05T00:00:00Z")));
        Fixture fixture = new Fixture()
                .table("f.daily", Optional.of(late), Map.of())
                .table(
                        "f.weekly",
                        new Cadence(Grain.WEEK, DayOfWeek.MONDAY),
                        Map.of("f.daily", new Input.Last(Span.days(37))));

        Demand demand = fixture.demand("2025-03-03", "2025-03-10");

        assertThat(demand.partitions(DAILY)).hasSize(5);
        assertThat(demand.partitions(DAILY).first()).isEqualTo(day("2025-03-05"));
    }

    @Test
    void readersForAllTimeAskForEverythingFromTheBeginToTheEnd() {
        Fixture fixture = new Fixture()
                .table("f.daily", Cadence.DAILY, Map.of())
                .table("f.total", Optional.empty(), Map.of("f.daily", new Input.Whole()));

        Demand demand = fixture.demand("2025-01-05", "2025-01-08");

        assertThat(demand.partitions(DAILY)).hasSize(7);
        assertThat(demand.partitions(DAILY).first()).isEqualTo(day("2025-01-01"));
    }

    @Test
    void windowsAreFollowedThroughSeveralReaders() {
        Fixture fixture = new Fixture()
                .table("f.a", Cadence.DAILY, Map.of())
                .table("f.b", Cadence.DAILY, Map.of("f.a", new Input.Last(Span.days(3))))
                .table("f.c", Cadence.DAILY, Map.of("f.b", new Input.Before(Span.days(2))));

        Demand demand = fixture.demand("2025-02-10", "2025-02-11");

        assertThat(demand.partitions(AssetKey.parse("f.b")))
                .containsExactly(day("2025-02-08"), day("2025-02-09"), day("2025-02-10"));
        assertThat(demand.partitions(AssetKey.parse("f.a")))
                .containsExactly(
                        day("2025-02-06"), day("2025-02-07"), day("2025-02-08"), day("2025-02-09"), day("2025-02-10"));
    }

    @Test
    void aScheduleAsksForWhatALookbackReachesToo() {
        Fixture fixture =
                new Fixture().table("f.daily", new LateData(Policy.HEAL, Optional.of(Span.days(2))), Map.of());
        AssetKey daily = AssetKey.parse("f.daily");

        Demand later =
                Demand.completedIn(fixture.graph(), Set.of(daily), day("2025-01-06"), Optional.of(Fixture.BEGIN));
        Demand first =
                Demand.completedIn(fixture.graph(), Set.of(daily), day("2025-01-01"), Optional.of(Fixture.BEGIN));

        assertThat(later.partitions(daily)).containsExactly(day("2025-01-04"), day("2025-01-05"), day("2025-01-06"));
        assertThat(first.partitions(daily)).as("none before the beginning").containsExactly(day("2025-01-01"));
    }
}
