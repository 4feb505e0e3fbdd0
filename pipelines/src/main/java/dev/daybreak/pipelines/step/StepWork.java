package dev.daybreak.pipelines.step;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.api.SkipStep;
import dev.daybreak.pipelines.code.StepCode;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One attempt at a step of a pipeline in Java. */
final class StepWork implements Work {
    private final StepContext step;
    private final StepCode code;
    private final StepValues values;
    private final ValueText text;
    private final DataInterval interval;
    private final Performing performing;
    private volatile boolean cancelled;
    private String value;

    StepWork(StepContext step, StepCode code, StepValues values, Surroundings surroundings) {
        this.step = step;
        this.code = code;
        this.values = values;
        this.text = new ValueText(code.loader());
        this.interval = step.partitions().get(0).interval();
        this.performing = performing(surroundings);
    }

    private Performing performing(Surroundings surroundings) {
        SqlStop stop = new SqlStop();
        TryContext context = new TryContext(
                code,
                interval,
                step.run(),
                step.key(),
                step.attempt(),
                step.monitor(),
                values,
                text,
                surroundings,
                stop);
        Doing doing = code.doing();
        if (doing instanceof Doing.Call call) {
            return stop.before(new CodePerforming(context, call));
        }
        if (doing instanceof Doing.Choose choose) {
            return stop.before(new CodePerforming(context, choose));
        }
        if (doing instanceof Doing.Each each) {
            return stop.before(new EachPerforming(context, each));
        }
        if (doing instanceof Doing.Command command) {
            return new CommandPerforming(context, command);
        }
        if (doing instanceof Doing.Http http) {
            return new HttpPerforming(context, http);
        }
        if (doing instanceof Doing.Select select) {
            return stop.before(() -> context.query(select.sql()));
        }
        Doing.Statement statement = (Doing.Statement) doing;
        return stop.before(() -> surroundings.outside().execute(statement.connection(), statement.sql(), stop));
    }

    @Override
    // Whatever the pipeline's code throws is the failure of the step.
    @SuppressWarnings("CatchingUnchecked")
    public void compute() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(code.loader());
        try {
            value = text.write(performing.perform());
            step.monitor().log("Yielded " + shortened(value));
        } catch (SkipStep e) {
            throw new DaybreakException(ErrorCode.OMITTED, e.getMessage(), "", e);
        } catch (DaybreakException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw failed(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private DaybreakException failed(Throwable thrown) {
        if (cancelled) {
            return new DaybreakException(
                    ErrorCode.CANCELLED, "Cannot finish step '" + code.key() + "': it was stopped.", "", thrown);
        }
        String file = step.node().asset().about().place().file();
        String name = file.substring(file.lastIndexOf('/') + 1);
        Place place = Stream.of(thrown.getStackTrace())
                .filter(frame -> name.equals(frame.getFileName()))
                .findFirst()
                .map(frame -> new Place(file, Math.max(0, frame.getLineNumber()), 0))
                .orElse(step.node().asset().about().place());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            step.monitor().warn("  at " + frame);
            if (frame.getClassName().startsWith("dev.daybreak.pipelines.step.")) {
                break;
            }
        }
        return new DaybreakException(
                ErrorCode.STEP_FAILED,
                "Cannot finish step '" + code.key() + "': it threw " + thrown + ".",
                place,
                "'daybreak logs' has the lines of its code that led there.",
                thrown);
    }

    private static String shortened(String json) {
        return json.length() > 200 ? json.substring(0, 200) + "... (" + json.length() + " characters)" : json;
    }

    @Override
    public List<Audit> audit() {
        return List.of(new Audit(interval, 0, List.of()));
    }

    @Override
    public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
        Failpoint.BEFORE_COMMIT.reach();
        values.publish(guard.step(), code.key(), interval, guard.token(), value, guard.isNewest());
        Failpoint.AFTER_COMMIT.reach();
        return new Effect(Optional.empty(), Map.of(), "");
    }

    @Override
    public void cancel() {
        cancelled = true;
        performing.cancel();
    }

    @Override
    public void close() {
        // Nothing was laid aside.
    }
}
