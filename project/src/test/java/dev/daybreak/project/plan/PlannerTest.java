package dev.daybreak.project.plan;

import static dev.daybreak.project.plan.Fixture.day;
import static dev.daybreak.project.plan.Fixture.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.LateData.Policy;
import dev.daybreak.project.plan.PlannedPartition.State;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.Span;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Cadence WEEKLY = new Cadence(Grain.WEEK, DayOfWeek.MONDAY);

    /** Clicks cut by day, a daily table of them, and a daily table that reads three days of that one. */
    private static Fixture chain() {
        return new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.daily", Cadence.DAILY, Map.of("raw.clicks", new Input.SameInterval()))
                .table("f.window", Cadence.DAILY, Map.of("f.daily", new Input.Last(Span.days(3))));
    }

    private static Fixture publishedChain() {
        Fixture fixture = chain();
        for (int date = 1; date <= 9; date++) {
            fixture.slice("raw.clicks", day("2025-01-0" + date), "v1");
        }
        return fixture.publishAll("2025-01-01", "2025-01-10");
    }

    private static List<String> toDo(List<PlannedPartition> plan) {
        return words(plan.stream().filter(PlannedPartition::isToDo).toList());
    }

    @Test
    void everythingIsMissingAtFirst() {
        List<PlannedPartition> plan = chain().plan("2025-01-01", "2025-01-03");

        assertThat(words(plan))
                .containsExactly(
                        "raw.clicks all missing: never published; 1 new file",
                        "f.daily 2025-01-01 missing: never published",
                        "f.daily 2025-01-02 missing: never published",
                        "f.window 2025-01-01 missing: never published",
                        "f.window 2025-01-02 missing: never published");
    }

    @Test
    void nothingIsToDoWhenNothingChanged() {
        List<PlannedPartition> plan = publishedChain().plan("2025-01-01", "2025-01-10");

        assertThat(plan).hasSize(19).allSatisfy(partition -> {
            assertThat(partition.state()).isEqualTo(State.DONE);
            assertThat(partition.reason()).isEqualTo("up to date");
        });
    }

    @Test
    void changedSliceMakesExactlyItsReadersStale() {
        Fixture fixture = publishedChain().slice("raw.clicks", day("2025-01-04"), "v2");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .containsExactly(
                        "f.daily 2025-01-04 stale: input raw.clicks for 2025-01-04 changed",
                        "f.window 2025-01-04 stale: f.daily for 2025-01-04 will be recomputed",
                        "f.window 2025-01-05 stale: f.daily for 2025-01-04 will be recomputed",
                        "f.window 2025-01-06 stale: f.daily for 2025-01-04 will be recomputed");
    }

    @Test
    void lateRowsAreCountedAndNamed() {
        Fixture fixture = publishedChain()
                .slice("raw.clicks", day("2025-01-04"), "v2", 4)
                .slice("raw.clicks", day("2025-01-06"), "v2", 2);

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .contains(
                        "f.daily 2025-01-04 stale: 3 late rows arrived in raw.clicks for 2025-01-04 after f.daily was computed",
                        "f.daily 2025-01-06 stale: 1 late row arrived in raw.clicks for 2025-01-06 after f.daily was computed");
    }

    @Test
    void aTableThatWasComputedAnewHasMoreOrFewerRows() {
        Fixture fixture = publishedChain()
                .slice("f.daily", day("2025-01-01"), "v2", 1_001)
                .slice("f.daily", day("2025-01-08"), "v2", 0);

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .contains(
                        "f.window 2025-01-01 stale: input f.daily for 2025-01-01 changed (1,000 more rows)",
                        "f.window 2025-01-09 stale: input f.daily for 2025-01-08 changed (1 fewer row)");
    }

    @Test
    void ofManySlicesNoFiguresAreTold() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.past", Cadence.DAILY, Map.of("raw.clicks", new Input.Last(Span.days(7))));
        for (int date = 1; date <= 7; date++) {
            fixture.slice("raw.clicks", day("2025-01-0" + date), "v1");
        }
        fixture.publishAll("2025-01-07", "2025-01-08");
        for (int date = 2; date <= 5; date++) {
            fixture.slice("raw.clicks", day("2025-01-0" + date), "v2", 2);
        }

        assertThat(toDo(fixture.plan("2025-01-07", "2025-01-08")))
                .containsExactly("f.past 2025-01-07 stale: late rows arrived in raw.clicks after f.past was computed");
    }

    @Test
    void whatIsNotKnownAnyMoreIsNotTold() {
        Fixture fixture =
                publishedChain().slice("raw.clicks", day("2025-01-04"), "v2", 4).forget();

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .contains("f.daily 2025-01-04 stale: input raw.clicks changed");
    }

    @Test
    void lateRowsThatAreIgnoredAreToldAndMakeNothingStale() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table(
                        "f.daily",
                        new LateData(Policy.IGNORE, Optional.empty()),
                        Map.of("raw.clicks", new Input.SameInterval()))
                .slice("raw.clicks", day("2025-01-01"), "v1")
                .publishAll("2025-01-01", "2025-01-02")
                .slice("raw.clicks", day("2025-01-01"), "v2", 5);

        assertThat(words(fixture.plan("2025-01-01", "2025-01-02")))
                .contains("f.daily 2025-01-01 done: up to date; late data is ignored:"
                        + " 4 late rows arrived in raw.clicks for 2025-01-01 after f.daily was computed");
        assertThat(toDo(fixture.define("f.daily", "sql", "SELECT 2").plan("2025-01-01", "2025-01-02")))
                .containsExactly("f.daily 2025-01-01 stale:"
                        + " 4 late rows arrived in raw.clicks for 2025-01-01 after f.daily was computed, sql changed");
    }

    private static Fixture merged(LateData late) {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .merged("f.users", late, Map.of("raw.clicks", new Input.SameInterval()));
        for (int date = 1; date <= 4; date++) {
            fixture.slice("raw.clicks", day("2025-01-0" + date), "v1");
        }
        return fixture.publishAll("2025-01-01", "2025-01-05");
    }

    @Test
    void aChangedDayOfAMergeMakesThoseAfterItStaleToo() {
        Fixture fixture = merged(LateData.HEALED).slice("raw.clicks", day("2025-01-03"), "v2");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-05")))
                .containsExactly(
                        "f.users 2025-01-03 stale: input raw.clicks for 2025-01-03 changed",
                        "f.users 2025-01-04 stale: earlier intervals changed");
    }

    @Test
    void daysAfterAChangedOneStayStaleUntilTheyAreMergedToo() {
        Fixture fixture = merged(LateData.HEALED)
                .slice("raw.clicks", day("2025-01-02"), "v2")
                .publishAll("2025-01-02", "2025-01-03");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-05")))
                .containsExactly(
                        "f.users 2025-01-03 stale: earlier intervals changed",
                        "f.users 2025-01-04 stale: earlier intervals changed");
        assertThat(toDo(fixture.publishAll("2025-01-03", "2025-01-05").plan("2025-01-01", "2025-01-05")))
                .isEmpty();
    }

    @Test
    void aDayThatIsMergedLateMakesThoseAfterItStale() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .merged("f.users", LateData.HEALED, Map.of("raw.clicks", new Input.SameInterval()))
                .publishAll("2025-01-02", "2025-01-03");
        assertThat(toDo(fixture.plan("2025-01-02", "2025-01-03"))).isEmpty();

        fixture.publishAll("2025-01-01", "2025-01-02");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-03")))
                .containsExactly("f.users 2025-01-02 stale: earlier intervals changed");
    }

    @Test
    void aDayThatIsMergedAgainMakesThoseAfterItStaleOnce() {
        Fixture fixture = merged(LateData.HEALED);
        Planner planner = new Planner(fixture.graph());
        Graph.Node node = fixture.graph().node(AssetKey.parse("f.users"));
        List<PlannedPartition> planned = planner.planNode(
                node, fixture.demand("2025-01-01", "2025-01-05").partitions(node.key()), fixture);

        List<PlannedPartition> again = new Succession(ZoneOffset.UTC).withAgain(planned, Set.of(day("2025-01-03")));

        assertThat(words(again))
                .containsExactly(
                        "f.users 2025-01-01 done: up to date",
                        "f.users 2025-01-02 done: up to date",
                        "f.users 2025-01-03 done: up to date",
                        "f.users 2025-01-04 stale: builds on 2025-01-03, which is computed again");
        assertThat(toDo(fixture.publish(again.get(2)).plan("2025-01-01", "2025-01-05")))
                .containsExactly("f.users 2025-01-04 stale: earlier intervals changed");
        assertThat(toDo(fixture.publish(again.get(3)).plan("2025-01-01", "2025-01-05")))
                .isEmpty();
    }

    @Test
    void lateRowsThatAMergeIgnoresMakeNoOtherDayStale() {
        Fixture fixture =
                merged(new LateData(Policy.IGNORE, Optional.empty())).slice("raw.clicks", day("2025-01-02"), "v2");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-05"))).isEmpty();
    }

    @Test
    void whatBuildsOnADayThatWillBeComputedWillBeToo() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.daily", Cadence.DAILY, Map.of("raw.clicks", new Input.SameInterval()))
                .merged("f.users", LateData.HEALED, Map.of("f.daily", new Input.SameInterval()))
                .publishAll("2025-01-01", "2025-01-04")
                .slice("raw.clicks", day("2025-01-02"), "v2");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-04")))
                .endsWith(
                        "f.users 2025-01-02 stale: f.daily for 2025-01-02 will be recomputed",
                        "f.users 2025-01-03 stale: builds on 2025-01-02, which will be computed");
    }

    @Test
    void aNewPartitionTakesThoseShortlyBeforeItAlong() {
        Fixture fixture = new Fixture()
                .table("f.daily", new LateData(Policy.HEAL, Optional.of(Span.days(2))), Map.of())
                .publishAll("2025-01-01", "2025-01-06");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-06"))).isEmpty();
        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-07")))
                .containsExactly(
                        "f.daily 2025-01-04 stale: computed again with 2025-01-06, which is new: lookback of 2 days",
                        "f.daily 2025-01-05 stale: computed again with 2025-01-06, which is new: lookback of 2 days",
                        "f.daily 2025-01-06 missing: never published");
        fixture.publishAll("2025-01-01", "2025-01-07");
        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-07"))).isEmpty();
    }

    @Test
    void foretoldReadersAreStaleForGoodOnceTheInputIsRecomputed() {
        Fixture fixture = publishedChain().slice("f.daily", day("2025-01-04"), "v2");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .containsExactly(
                        "f.window 2025-01-04 stale: input f.daily for 2025-01-04 changed",
                        "f.window 2025-01-05 stale: input f.daily for 2025-01-04 changed",
                        "f.window 2025-01-06 stale: input f.daily for 2025-01-04 changed");
    }

    @Test
    void newAndVanishedSlicesMakeTheirReadersStale() {
        Fixture fixture = publishedChain().slice("raw.clicks", day("2024-12-31"), "v1");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10"))).isEmpty();

        DataInterval partOfDay = new DataInterval(
                day("2025-01-09").start().plusSeconds(60), day("2025-01-09").end());
        assertThat(toDo(fixture.slice("raw.clicks", partOfDay, "v1").plan("2025-01-01", "2025-01-10")))
                .first()
                .isEqualTo(
                        "f.daily 2025-01-09 stale: 1 late row arrived in raw.clicks for 2025-01-09T00:01 to 2025-01-10T00:00"
                                + " after f.daily was computed");
    }

    @Test
    void changedDefinitionIsToldByItsPart() {
        Fixture fixture = publishedChain().define("f.window", "sql", "SELECT 2").define("f.window", "checks", "x");

        assertThat(toDo(fixture.plan("2025-01-08", "2025-01-10")))
                .containsExactly(
                        "f.window 2025-01-08 stale: checks changed, sql changed",
                        "f.window 2025-01-09 stale: checks changed, sql changed");
    }

    @Test
    void newsOutsideLeaveReadersUndecided() {
        Fixture fixture = publishedChain().outside("raw.clicks", "2", "3 new files");

        assertThat(words(fixture.plan("2025-01-09", "2025-01-10")))
                .containsExactly(
                        "raw.clicks all stale: 3 new files",
                        "f.daily 2025-01-07 undecided: up to date unless the work on raw.clicks changes what it reads",
                        "f.daily 2025-01-08 undecided: up to date unless the work on raw.clicks changes what it reads",
                        "f.daily 2025-01-09 undecided: up to date unless the work on raw.clicks changes what it reads",
                        "f.window 2025-01-09 undecided: up to date unless the work on f.daily changes what it reads");
    }

    @Test
    void newsWithoutWordsStillHaveAReason() {
        Fixture fixture = publishedChain().outside("raw.clicks", "2", "");

        assertThat(toDo(fixture.plan("2025-01-09", "2025-01-10")))
                .containsExactly("raw.clicks all stale: outside changed");
    }

    @Test
    void recomputedTableForAllTimeMakesItsReadersStale() {
        Fixture fixture = new Fixture()
                .table("d.users", Optional.empty(), Map.of())
                .table("f.daily", Cadence.DAILY, Map.of("d.users", new Input.Whole()))
                .publishAll("2025-01-01", "2025-01-02")
                .define("d.users", "sql", "SELECT 2");

        assertThat(words(fixture.plan("2025-01-01", "2025-01-02")))
                .containsExactly(
                        "d.users all stale: sql changed", "f.daily 2025-01-01 stale: d.users will be recomputed");
    }

    @Test
    void readerOfThePastIsNotStaleForItsOwnDay() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.past", Cadence.DAILY, Map.of("raw.clicks", new Input.Before(Span.days(2))))
                .publishAll("2025-01-01", "2025-01-10")
                .slice("raw.clicks", day("2025-01-04"), "v1");

        assertThat(toDo(fixture.plan("2025-01-01", "2025-01-10")))
                .containsExactly(
                        "f.past 2025-01-05 stale: 1 late row arrived in raw.clicks for 2025-01-04 after f.past was computed",
                        "f.past 2025-01-06 stale: 1 late row arrived in raw.clicks for 2025-01-04 after f.past was computed");
    }

    @Test
    void weeksReadTheirDays() {
        Fixture fixture = new Fixture()
                .source("raw.clicks", Optional.of(Cadence.DAILY))
                .table("f.weekly", WEEKLY, Map.of("raw.clicks", new Input.SameInterval()))
                .publishAll("2025-01-01", "2025-01-31")
                .slice("raw.clicks", day("2025-01-12"), "v1")
                .slice("raw.clicks", day("2025-01-01"), "v1");

        assertThat(words(fixture.plan("2025-01-01", "2025-01-31")))
                .containsExactly(
                        "raw.clicks all done: up to date",
                        "f.weekly 2025-01-06 stale: 1 late row arrived in raw.clicks for 2025-01-12 after f.weekly was computed",
                        "f.weekly 2025-01-13 done: up to date",
                        "f.weekly 2025-01-20 done: up to date");
    }

    @Test
    void plansManyPartitions() {
        Cadence hourly = new Cadence(Grain.HOUR, DayOfWeek.MONDAY);
        Fixture fixture = new Fixture()
                .table("f.a", hourly, Map.of())
                .table("f.b", hourly, Map.of("f.a", new Input.Last(Span.days(1))))
                .publishAll("2025-01-01", "2027-01-01");

        List<PlannedPartition> plan = fixture.plan("2025-01-01", "2027-01-01");

        assertThat(plan)
                .hasSize(2 * 730 * 24)
                .extracting(PlannedPartition::state)
                .containsOnly(State.DONE);
    }
}
