package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.alert.RunEndDao.Counts;
import dev.daybreak.orchestration.alert.RunEndDao.FirstError;
import dev.daybreak.orchestration.alert.RunEndDao.RunEnd;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.alert.OnEnd;
import dev.daybreak.project.schedule.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Puts messages about runs that are over into the outbox. That a run is to be told of is written by the statement that ends it, whoever
 * does so; that it was told, in the transaction that writes the messages. So it is told once, however many look, and whatever dies.
 * Thread-safe.
 */
public final class RunAlerts {
    /** So many are told in one transaction. */
    private static final int MOST = 100;
    /** It shares rows only with others that look. */
    private static final String TOPIC = "run alerts";
    /** What ended so long before anybody looked is not told any more. */
    private static final Duration OLD = Duration.ofDays(7);
    /** Longer texts are cut. */
    private static final int LONGEST_TEXT = 2_000;

    private final Store store;
    private final Outbox outbox;
    private final String project;
    private final Alerts alerts;
    private final Map<String, OnEnd> pipelines = new HashMap<>();
    private final StoreClock clock;

    public RunAlerts(Store store, Outbox outbox, String project, Alerts alerts, List<Pipeline> pipelines) {
        this(store, outbox, project, alerts, pipelines, StoreClock.of(store));
    }

    /** For tests, which move the clock. */
    public RunAlerts(
            Store store, Outbox outbox, String project, Alerts alerts, List<Pipeline> pipelines, StoreClock clock) {
        this.store = store;
        this.outbox = outbox;
        this.project = project;
        this.alerts = alerts;
        this.clock = clock;
        pipelines.forEach(pipeline -> this.pipelines.put(pipeline.name(), pipeline.onEnd()));
    }

    /** Looks at the runs that are over and of which nobody was told. Returns how many concerned somebody. */
    public int look() {
        int told = 0;
        List<RunEnd> ends;
        do {
            ends = store.jdbi().withHandle(handle -> RunEndDao.toTell(handle, MOST));
            List<RunEnd> found = ends;
            told += ends.isEmpty() ? 0 : store.inTransaction(TOPIC, handle -> tell(handle, found));
        } while (ends.size() == MOST);
        return told;
    }

    /** Returns how many concerned somebody, without those that another has told meanwhile. */
    private int tell(Handle handle, List<RunEnd> ends) {
        long oldest = clock.millis(handle) - OLD.toMillis();
        List<String> ofNoConcern = new ArrayList<>();
        int told = 0;
        for (RunEnd end : ends) {
            Set<String> listeners = listeners(end);
            if (listeners.isEmpty() || end.ended().toEpochMilli() < oldest) {
                ofNoConcern.add(end.id());
            } else if (RunEndDao.told(handle, List.of(end.id()))) {
                outbox.add(handle, "run." + end.id(), listeners, document(handle, end));
                told++;
            }
        }
        if (!ofNoConcern.isEmpty()) {
            RunEndDao.told(handle, ofNoConcern);
        }
        return told;
    }

    private Set<String> listeners(RunEnd end) {
        OnEnd onEnd = pipelines.getOrDefault(end.pipeline(), OnEnd.NOBODY);
        if (end.state() == RunState.SUCCEEDED) {
            return new LinkedHashSet<>(onEnd.success());
        }
        Set<String> listeners = new LinkedHashSet<>(onEnd.failure());
        listeners.addAll(alerts.onFailure());
        return listeners;
    }

    private Map<String, Object> document(Handle handle, RunEnd end) {
        Counts counts = RunEndDao.counts(handle, end.id());
        Optional<FirstError> error = RunEndDao.firstError(handle, end.id())
                .or(() -> end.failure().map(why -> new FirstError("", why, "", "")));
        Map<String, Object> interval = new LinkedHashMap<>();
        interval.put("start", end.intervalStart());
        interval.put("end", end.intervalEnd());
        Map<String, Object> steps = new LinkedHashMap<>();
        for (StepState state : StepState.values()) {
            if (state.isFinal()) {
                steps.put(state.toString(), counts.steps().getOrDefault(state, 0));
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", "run");
        values.put("project", project);
        values.put("text", text(end, error));
        values.put("pipeline", end.pipeline().isEmpty() ? null : end.pipeline());
        values.put("backfill", end.backfill().isEmpty() ? null : end.backfill());
        values.put("run", end.id());
        values.put("outcome", end.state().toString());
        values.put("interval", interval);
        values.put("started", end.started());
        values.put("ended", end.ended());
        values.put("seconds", Duration.between(end.started(), end.ended()).toMillis() / 1000.0);
        values.put("request", end.words());
        values.put("by", end.by());
        values.put("rows", counts.rows());
        values.put("steps", steps);
        values.put("error", error.map(RunAlerts::values).orElse(null));
        return values;
    }

    private static Map<String, Object> values(FirstError error) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("asset", error.asset().isEmpty() ? null : error.asset());
        values.put("message", cut(error.message()));
        values.put("place", error.place());
        values.put("mend", cut(error.mend()));
        return values;
    }

    private String text(RunEnd end, Optional<FirstError> error) {
        String whose =
                end.pipeline().isEmpty() ? "backfill '" + end.backfill() + "'" : "pipeline '" + end.pipeline() + "'";
        String first = error.map(found -> " First error: "
                        + (found.asset().isEmpty() ? "" : found.asset() + ": ")
                        + cut(found.message().lines().findFirst().orElse("")))
                .orElse("");
        return "[" + project + "] Run " + end.id() + " of " + whose + " " + end.state() + ": " + end.words() + "."
                + first;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}
