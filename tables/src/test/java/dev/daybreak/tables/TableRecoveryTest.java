package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.StepMonitor;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the attempt of a process that died. */
final class TableRecoveryTest {
    private static final AssetKey USERS = AssetKey.parse("shop.users");
    private static final StepMonitor SILENT = new StepMonitor() {
        @Override
        public void log(String line) {}

        @Override
        public void warn(String line) {}

        @Override
        public void progress(long rows, long total) {}
    };

    private TableProject project;

    @BeforeEach
    void open(@TempDir Path folder) {
        project = new TableProject(folder);
        project.table("shop.users", "", "SELECT 1 AS user_id");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private Graph.Node node() {
        return project.graph().node(USERS);
    }

    private Work attempt(String name) {
        PlannedPartition partition = new PlannedPartition(
                USERS,
                DataInterval.ALL,
                PlannedPartition.State.MISSING,
                "never published",
                new Fingerprint(new TreeMap<>()));
        return project.materializer()
                .prepare(new StepContext(node(), List.of(partition), "run-1", "step-1", name, SILENT));
    }

    private static PublishGuard guard(String attempt) {
        return new PublishGuard("step-1", attempt, 1, "run-1", "fingerprint", () -> true);
    }

    @Test
    void anAttemptThatDidNotPublishLeavesNothing() {
        Work dead = attempt("attempt-1");
        dead.compute();
        assertThat(project.dataFiles("shop.users")).hasSize(1);

        Optional<Effect> effect = project.materializer().recover(node().asset(), "step-1", "attempt-1");

        assertThat(effect).isEmpty();
        assertThat(project.dataFiles("shop.users")).isEmpty();
        assertThat(project.lakeTable("shop.users").currentSnapshot()).isEmpty();
    }

    @Test
    void anAttemptThatPublishedIsFoundInTheTablesHistory() {
        Work dead = attempt("attempt-1");
        dead.compute();
        dead.audit();
        Effect published = dead.publish(guard("attempt-1"), Set.of(DataInterval.ALL));

        Optional<Effect> effect = project.materializer().recover(node().asset(), "step-1", "attempt-1");

        assertThat(effect).map(Effect::snapshot).contains(published.snapshot());
        assertThat(project.rows("shop.users", "SELECT user_id FROM t")).containsExactly("[1]");
    }

    @Test
    void aStepThatIsTriedAgainAfterItPublishedDoesNotPublishTwice() {
        Work dead = attempt("attempt-1");
        dead.compute();
        dead.publish(guard("attempt-1"), Set.of(DataInterval.ALL));

        try (Work again = attempt("attempt-2")) {
            again.compute();
            again.publish(guard("attempt-2"), Set.of(DataInterval.ALL));
        }

        LakeTable table = project.lakeTable("shop.users");
        assertThat(table.history()).hasSize(1);
        assertThat(project.dataFiles("shop.users")).hasSize(1);
    }

    @Test
    void closingAnAttemptRemovesWhatItDidNotPublishAndNothingElse() {
        try (Work first = attempt("attempt-1")) {
            first.compute();
            first.publish(guard("attempt-1"), Set.of(DataInterval.ALL));
        }

        try (Work second = attempt("attempt-2")) {
            second.compute();
            assertThat(project.dataFiles("shop.users")).hasSize(2);
        }

        assertThat(project.dataFiles("shop.users")).hasSize(1);
    }

    @Test
    void thereIsNothingToRecoverOfATableThatWasNeverMade() {
        assertThat(project.materializer().recover(node().asset(), "step-1", "attempt-1"))
                .isEmpty();
    }
}
