package dev.daybreak.orchestration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.history.CheckHistory.By;
import dev.daybreak.orchestration.history.CheckHistory.Filter;
import dev.daybreak.orchestration.history.CheckHistory.Outcome;
import dev.daybreak.orchestration.history.CheckHistory.Position;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.CheckSpec.Severity;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publications, failures and checks as they are asked for over stretches of time: five days of which the second was refused. */
class OverTimeTest {
    private static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private TestProject project;
    private Publications publications;
    private CheckHistory checks;
    private boolean isMended;

    TestDatabase database() {
        return TestDatabase.SQLITE;
    }

    @BeforeEach
    void publish() throws IOException {
        database().keep(folder);
        project = new TestProject(folder);
        publications = new Publications(project.store);
        checks = new CheckHistory(project.store);
        project.tables.checks = (asset, day) -> asset.equals(TestProject.DAILY)
                ? List.of(
                        outcome("expect_one", Severity.BLOCK, isMended || !day.equals(TestProject.day(2))),
                        outcome("expect_two", Severity.WARN, !day.equals(TestProject.day(4))))
                : List.of();
        project.run();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static CheckOutcome outcome(String expectation, Severity severity, boolean success) {
        CheckSpec check = new CheckSpec(expectation, Map.of("column", "a"), severity, Place.of("daily.sql"));
        return new CheckOutcome(check, success, null, 10, 0, OptionalDouble.empty(), List.of(), "");
    }

    private static Filter only(Outcome outcome) {
        return new Filter(Optional.of(TestProject.DAILY), Optional.of(outcome), Optional.empty());
    }

    @Test
    void whatHoldsIsFoundWithinAStretchOfTime() {
        assertThat(publications.newest(TestProject.DAILY)).contains(TestProject.day(5));
        assertThat(publications.newest(TestProject.MODEL)).isEmpty();
        assertThat(publications.rows(TestProject.DAILY, 3))
                .containsOnlyKeys(TestProject.day(5), TestProject.day(4), TestProject.day(3))
                .containsValue(10L);
        assertThat(publications.batches(TestProject.DAILY, 2)).hasSize(2).allSatisfy(batch -> {
            assertThat(batch.partitions()).isEqualTo(1);
            assertThat(batch.rows()).isEqualTo(10);
            assertThat(batch.took().isNegative()).isFalse();
        });
        assertThat(publications.snapshots(TestProject.DAILY)).hasSize(4);
        assertThat(new Listing(project.store).held(TestProject.DAILY, TestProject.days(2, 3), 10))
                .containsOnlyKeys(TestProject.day(3));
    }

    @Test
    void failuresAreFoundWithinAStretchOfTimeUntilTheyAreMended() {
        assertThat(project.history.failed(TestProject.DAILY)).containsExactly(TestProject.day(2));
        assertThat(project.history.failed(TestProject.DAILY, TestProject.days(2, 3)))
                .containsExactly(TestProject.day(2));
        assertThat(project.history.failed(TestProject.DAILY, TestProject.days(3, 5)))
                .isEmpty();

        isMended = true;
        project.run();

        assertThat(project.history.failed(TestProject.DAILY)).isEmpty();
    }

    @Test
    void resultsAreListedPageByPageAsTheyAreAskedFor() {
        List<String> seen = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        List<Listing.NumberedCheck> page = checks.results(ALL, after, 3);
        while (!page.isEmpty()) {
            page.forEach(
                    found -> seen.add(found.check().interval() + found.check().expectation()));
            Listing.NumberedCheck last = page.get(page.size() - 1);
            after = Optional.of(new Position(last.check().token(), last.ordinal()));
            page = checks.results(ALL, after, 3);
        }

        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
        assertThat(checks.results(only(Outcome.FAILED), Optional.empty(), 10))
                .extracting(found -> found.check().interval())
                .containsExactly(TestProject.day(2));
        assertThat(checks.results(only(Outcome.WARNED), Optional.empty(), 10))
                .extracting(found -> found.check().interval())
                .containsExactly(TestProject.day(4));
        assertThat(checks.results(only(Outcome.PASSED), Optional.empty(), 10)).hasSize(8);
        assertThat(checks.results(
                        new Filter(Optional.of(TestProject.CLICKS), Optional.empty(), Optional.of(Severity.BLOCK)),
                        Optional.empty(),
                        10))
                .isEmpty();
    }

    @Test
    void outcomesAreCountedByTimeAndWhatTheyHeldBackIsFound() {
        List<CheckHistory.Tally> byData = checks.tallies(ALL, By.DATA, 1_000);
        CheckRecord failed =
                checks.results(only(Outcome.FAILED), Optional.empty(), 1).get(0).check();

        assertThat(byData).hasSize(10);
        assertThat(byData.stream().filter(tally -> tally.unfit() > 0))
                .extracting(CheckHistory.Tally::from)
                .containsExactly(start(TestProject.day(2)), start(TestProject.day(4)));
        assertThat(checks.tallies(ALL, By.CHECKED, 1_000).stream()
                        .mapToLong(tally -> tally.passed() + tally.unfit())
                        .sum())
                .isEqualTo(10);
        assertThat(checks.latest(TestProject.DAILY, 4)).hasSize(4);
        assertThat(checks.attempts(Set.of(failed.token()))).containsOnlyKeys(failed.token());
        assertThat(checks.skipped(Set.of(failed.run())).get(failed.run())).contains(TestProject.RECENT);
        assertThat(publications.runAfter(TestProject.DAILY, failed.interval(), failed.token()))
                .isEmpty();

        isMended = true;
        String run = project.run().run();

        assertThat(publications.runAfter(TestProject.DAILY, failed.interval(), failed.token()))
                .contains(run);
    }

    private static Instant start(DataInterval interval) {
        return interval.start();
    }
}
