package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merges of which one dies, and merges at once. */
final class RewriteRecoveryTest {
    private static final AssetKey USERS = AssetKey.parse("shop.users");
    private static final String ROWS = "SELECT user_id, plan FROM t ORDER BY user_id";

    private final List<String> log = new ArrayList<>();
    private ModeProject users;

    @BeforeEach
    void open(@TempDir Path folder) {
        users = new ModeProject(folder, "2025-03-04", "partition: {every: day}\nwrite: {merge: {key: user_id}}");
        users.given(1, "(1, 'free', false)", "(2, 'free', false)");
        users.given(2, "(2, 'paid', false)");
        users.given(3, "(1, 'gold', false)", "(3, 'free', false)");
    }

    @AfterEach
    void close() {
        users.close();
    }

    private Graph.Node node() {
        return users.project.graph().node(USERS);
    }

    private Work attempt(int day, String name) {
        PlannedPartition partition = new PlannedPartition(
                USERS, day(day), PlannedPartition.State.MISSING, "never published", new Fingerprint(new TreeMap<>()));
        StepMonitor monitor = new StepMonitor() {
            @Override
            public void log(String line) {
                log.add(line);
            }

            @Override
            public void warn(String line) {
                log.add(line);
            }

            @Override
            public void progress(long rows, long total) {}
        };
        Work work = users.project
                .materializer()
                .prepare(new StepContext(node(), List.of(partition), "run-1", "step-" + day, name, monitor));
        work.compute();
        work.audit();
        return work;
    }

    private DataInterval day(int day) {
        return users.project.days(day, day);
    }

    private static PublishGuard guard(int day, String attempt) {
        return new PublishGuard("step-" + day, attempt, 1, "run-1", "fingerprint", () -> true);
    }

    private void publish(int day) {
        String name = "attempt-" + day;
        try (Work work = attempt(day, name)) {
            work.publish(guard(day, name), Set.of(day(day)));
        }
    }

    @Test
    void anAttemptThatDidNotPublishLeavesNothing() {
        publish(1);
        List<String> files = users.files();
        attempt(2, "dead");
        assertThat(users.project.dataFiles("shop.users")).hasSizeGreaterThan(1);

        Optional<Effect> effect = users.project.materializer().recover(node().asset(), "step-2", "dead");

        assertThat(effect).isEmpty();
        assertThat(users.project.dataFiles("shop.users")).hasSize(1);
        assertThat(users.files()).isEqualTo(files);
    }

    @Test
    void anAttemptThatPublishedIsFoundAndItsRowsAreThereOnce() {
        publish(1);
        Work dead = attempt(2, "dead");
        Effect published = dead.publish(guard(2, "dead"), Set.of(day(2)));

        Optional<Effect> effect = users.project.materializer().recover(node().asset(), "step-2", "dead");

        assertThat(effect).map(Effect::snapshot).contains(published.snapshot());
        assertThat(users.rows(ROWS)).containsExactly("[1, free]", "[2, paid]");
        assertThat(users.project.lakeTable("shop.users").orphans()).isEmpty();
    }

    @Test
    void aStepThatIsTriedAgainAfterItPublishedDoesNothing() {
        publish(1);
        attempt(2, "dead").publish(guard(2, "dead"), Set.of(day(2)));
        List<String> files = users.files();

        try (Work again = attempt(2, "again")) {
            again.publish(guard(2, "again"), Set.of(day(2)));
        }

        assertThat(users.files()).isEqualTo(files);
        assertThat(users.project.snapshots("shop.users")).isEqualTo(2);
    }

    /** An attempt dies before it publishes, one right after; the next finds what there is, and its rows come once. */
    @ParameterizedTest
    @ValueSource(strings = {"append", "snapshot", "{merge: {key: user_id}}", "{scd2: {key: user_id}}"})
    void everyModePublishesAStepOnceWhoeverDies(String mode, @TempDir Path folder, @TempDir Path alike) {
        String header = "partition: {every: day}\nwrite: " + mode;
        users.close();
        users = given(folder, header);
        publish(1);
        attempt(2, "dead-before");
        Optional<Effect> none = users.project.materializer().recover(node().asset(), "step-2", "dead-before");
        Effect published = attempt(2, "dead-after").publish(guard(2, "dead-after"), Set.of(day(2)));
        Optional<Effect> found = users.project.materializer().recover(node().asset(), "step-2", "dead-after");
        try (Work again = attempt(2, "again")) {
            again.publish(guard(2, "again"), Set.of(day(2)));
        }
        List<String> rows = users.rows("SELECT * FROM t ORDER BY ALL");

        assertThat(none).isEmpty();
        assertThat(found).map(Effect::snapshot).contains(published.snapshot());
        assertThat(users.project.snapshots("shop.users")).isEqualTo(2);
        assertThat(users.project.lakeTable("shop.users").orphans()).isEmpty();
        users.close();
        users = given(alike, header);
        publish(1);
        publish(2);
        assertThat(users.rows("SELECT * FROM t ORDER BY ALL")).isNotEmpty().isEqualTo(rows);
    }

    private static ModeProject given(Path folder, String header) {
        ModeProject project = new ModeProject(folder, "2025-03-04", header);
        project.given(1, "(1, 'free', false)", "(2, 'free', false)");
        project.given(2, "(2, 'paid', false)");
        return project;
    }

    @Test
    void ofTwoAtOnceTheSecondComputesAgain() {
        publish(1);
        try (Work second = attempt(2, "second");
                Work third = attempt(3, "third")) {
            third.publish(guard(3, "third"), Set.of(day(3)));
            second.publish(guard(2, "second"), Set.of(day(2)));
        }

        assertThat(users.rows(ROWS)).containsExactly("[1, gold]", "[2, paid]", "[3, free]");
        assertThat(log).contains("Another writer has changed the table; what is there is looked at again");
        assertThat(users.project.lakeTable("shop.users").orphans()).isEmpty();
    }

    @Test
    void twoThatMakeTheTableAtOnceMergeToo() {
        try (Work first = attempt(1, "first");
                Work third = attempt(3, "third")) {
            first.publish(guard(1, "first"), Set.of(day(1)));
            third.publish(guard(3, "third"), Set.of(day(3)));
        }

        assertThat(users.rows(ROWS)).containsExactly("[1, gold]", "[2, free]", "[3, free]");
    }

    @Test
    void anAttemptThatIsNoLongerTheNewestChangesNothing() {
        publish(1);
        List<String> files = users.files();
        PublishGuard old = new PublishGuard("step-2", "old", 1, "run-1", "fingerprint", () -> false);

        try (Work overtaken = attempt(2, "old")) {
            assertThatThrownBy(() -> overtaken.publish(old, Set.of(day(2))))
                    .isInstanceOfSatisfying(DaybreakException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.SUPERSEDED));
        }

        assertThat(users.files()).isEqualTo(files);
        assertThat(users.project.dataFiles("shop.users")).hasSize(1);
    }
}
