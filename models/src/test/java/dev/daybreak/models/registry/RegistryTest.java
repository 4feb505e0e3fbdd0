package dev.daybreak.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.models.evaluation.Metric;
import dev.daybreak.models.registry.ModelVersion.Outcome;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Store store;
    private Registry registry;

    @BeforeEach
    void open() {
        store = TestDatabase.open(folder);
        registry = new Registry(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static NewVersion week(int week, Outcome outcome, int champion) {
        DataInterval interval =
                new DataInterval(START.plus(7L * week, ChronoUnit.DAYS), START.plus(7L * week + 7, ChronoUnit.DAYS));
        return new NewVersion(
                "clicks",
                "abc",
                Map.of("auc", new Metric(0.853, 0.849, 0.857)),
                outcome,
                outcome == Outcome.HELD_BACK ? "auc 0.620 is not > 0.8" : "auc 0.853 > 0.8",
                champion,
                true,
                interval,
                "features.clicks",
                42,
                "run-1",
                "step-" + week);
    }

    private ModelVersion publish(NewVersion fresh) {
        return registry.publish(fresh, "models", () -> true, number -> {});
    }

    private void publishThree() {
        publish(week(1, Outcome.PROMOTED, 0));
        publish(week(2, Outcome.PROMOTED, 1));
        publish(week(3, Outcome.PROMOTED, 2));
    }

    @Test
    void numbersVersionsAndPromotesThoseThatPass() {
        ModelVersion first = publish(week(1, Outcome.PROMOTED, 0));
        ModelVersion second = publish(week(2, Outcome.HELD_BACK, 1));
        ModelVersion third = publish(week(3, Outcome.PASSED, 1));

        assertThat(first.words()).isEqualTo("version 1 promoted, auc 0.853 [0.849, 0.857]");
        assertThat(second.words()).isEqualTo("version 2 held back: auc 0.620 is not > 0.8");
        assertThat(third.words())
                .isEqualTo("version 3 passed its gate and waits for 'promote', auc 0.853 [0.849, 0.857]");
        assertThat(registry.versions("clicks")).containsExactly(third, second, first);
        assertThat(registry.names()).containsExactly("clicks");
        assertThat(registry.production("clicks")).contains(first);
        assertThat(first.artifact()).isEqualTo("models/clicks/1/model.tar.gz");
    }

    @Test
    void registersAStepOnce() {
        List<Integer> placed = new ArrayList<>();
        ModelVersion first = registry.publish(week(1, Outcome.PROMOTED, 0), "models", () -> true, placed::add);
        ModelVersion again = registry.publish(week(1, Outcome.PROMOTED, 0), "models", () -> true, placed::add);

        assertThat(again).isEqualTo(first);
        assertThat(placed).containsExactly(1);
        assertThat(registry.ofStep("step-1")).contains(first);
        assertThat(registry.log("clicks")).singleElement().satisfies(move -> {
            assertThat(move.from()).isEmpty();
            assertThat(move.to()).isEqualTo(1);
        });
    }

    @Test
    void refusesAnAttemptThatIsNoLongerTheNewest() {
        assertThatThrownBy(() -> registry.publish(week(1, Outcome.PROMOTED, 0), "models", () -> false, number -> {}))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));

        assertThat(registry.versions("clicks")).isEmpty();
        assertThat(registry.production("clicks")).isEmpty();
    }

    @Test
    void leavesNoTraceOfAPublishThatFails() {
        assertThatThrownBy(() -> registry.publish(week(1, Outcome.PROMOTED, 0), "models", () -> true, number -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessageContaining("disk full");

        assertThat(registry.names()).isEmpty();
        assertThat(registry.log("clicks")).isEmpty();
    }

    @Test
    void doesNotReplaceProductionByAModelOfAnOlderInterval() {
        publish(week(2, Outcome.PROMOTED, 0));

        ModelVersion older = publish(week(1, Outcome.PROMOTED, 1));

        assertThat(older.outcome()).isEqualTo(Outcome.HELD_BACK);
        assertThat(older.reason())
                .isEqualTo("Production version 1 was trained up to 2026-01-22T00:00:00Z, this one only up to"
                        + " 2026-01-15T00:00:00Z");
        assertThat(registry.productionVersion("clicks")).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void holdsBackWhatWasJudgedAgainstAnotherChampion() {
        publish(week(1, Outcome.PROMOTED, 0));
        publish(week(2, Outcome.PROMOTED, 1));

        ModelVersion late = publish(week(3, Outcome.PROMOTED, 1));

        assertThat(late.reason()).isEqualTo("version 2 came into production while it was judged against version 1");
    }

    @Test
    void rollsBackStepByStep() {
        publishThree();

        assertThat(registry.before("clicks")).map(ModelVersion::version).contains(2);
        assertThat(registry.rollback("clicks", "ana", "complaints").version()).isEqualTo(2);
        assertThat(registry.rollback("clicks", "ana", "still").version()).isEqualTo(1);
        assertThat(registry.productionVersion("clicks")).isEqualTo(OptionalInt.of(1));
        assertThat(registry.before("clicks")).isEmpty();
        assertThat(registry.before("none")).isEmpty();
        assertThat(registry.lastMove("clicks")).map(Promotion::why).contains("still");
        assertThatThrownBy(() -> registry.rollback("clicks", "ana", "more"))
                .isInstanceOf(DaybreakException.class)
                .hasMessage("Cannot roll back model 'clicks': no version was in production before version 1.");
    }

    @Test
    void promotesByHandAndKeepsTheLog() {
        publishThree();
        registry.promote("clicks", 1, "ana", "a test");
        registry.promote("clicks", 1, "ana", "twice");

        Promotion newest = registry.log("clicks").get(0);

        assertThat(registry.log("clicks")).hasSize(4);
        assertThat(newest.from()).isEqualTo(OptionalInt.of(3));
        assertThat(newest.to()).isEqualTo(1);
        assertThat(newest.who()).isEqualTo("ana");
        assertThat(newest.why()).isEqualTo("a test");
        assertThat(registry.rollback("clicks", "ana", "back").version()).isEqualTo(3);
    }

    @Test
    void namesTheVersionsThereAre() {
        publishThree();

        assertThatThrownBy(() -> registry.promote("clicks", 9, "ana", ""))
                .isInstanceOfSatisfying(DaybreakException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(e).hasMessage("Cannot find version 9 of model 'clicks'.");
                    assertThat(e.mend()).isEqualTo("Its versions: 3 (promoted), 2 (promoted), 1 (promoted)");
                });
        assertThatThrownBy(() -> registry.promote("click", 1, "ana", ""))
                .isInstanceOfSatisfying(DaybreakException.class, e -> assertThat(e.mend())
                        .isEqualTo("Models with versions: clicks. Did you mean 'clicks'?"));
    }

    @Test
    void keepsTheLogFromBeingChanged() {
        publishThree();

        assertThatThrownBy(() -> store.jdbi().useHandle(handle -> handle.execute("UPDATE promotion_log SET who = 'x'")))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> store.jdbi().useHandle(handle -> handle.execute("DELETE FROM promotion_log")))
                .isInstanceOf(JdbiException.class)
                .hasMessageContaining("append-only");
    }
}
