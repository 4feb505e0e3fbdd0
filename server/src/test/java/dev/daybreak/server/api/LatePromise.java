package dev.daybreak.server.api;

import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.freshness.FreshnessWatch;
import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.project.asset.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A promise that is not kept: {@link TestProject#DAILY} is to be there by six, and a minute later it is not. */
public final class LatePromise {
    private LatePromise() {}

    /** To be called before the project is served. */
    public static void given(TestProject project) {
        project.promises.put(TestProject.DAILY, Promise.parse("by 06:00").orElseThrow());
    }

    /** @param alerts targets that are told */
    public static void broken(TestProject project, List<String> alerts) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-01-01T00:00:00Z"));
        StoreClock clock = StoreClock.of(now::get);
        FreshnessWatch watch = new FreshnessWatch(
                project.store,
                new Outbox(project.store, clock),
                "shop",
                alerts,
                project.graph(),
                List.of(),
                Optional.of(TestProject.day(1).start()),
                Optional.of(TestProject.day(2).start()),
                clock);
        watch.look();
        now.set(Instant.parse("2023-01-02T06:01:00Z"));
        watch.look();
    }
}
