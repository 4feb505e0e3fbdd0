package dev.daybreak.pipelines.step;

import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.api.Step;
import dev.daybreak.pipelines.api.StepTransform;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import java.util.List;
import java.util.Optional;

/** Runs code of a pipeline; it is stopped by an interrupt. */
final class CodePerforming implements Performing {
    private final TryContext context;
    private final Optional<Step<?>> input;
    private final StepTransform<Object, ?> code;
    private final boolean isBranch;
    // Guarded by this.
    private Thread runner;
    private boolean cancelled;

    CodePerforming(TryContext context, Doing.Call call) {
        this(context, call.input(), call.code(), false);
    }

    CodePerforming(TryContext context, Doing.Choose choose) {
        this(context, choose.input(), choose.code(), true);
    }

    private CodePerforming(
            TryContext context, Optional<Step<?>> input, StepTransform<Object, ?> code, boolean isBranch) {
        this.context = context;
        this.input = input;
        this.code = code;
        this.isBranch = isBranch;
    }

    @Override
    public Object perform() throws Exception {
        Object value = input.map(context::valueOrNull).orElse(null);
        begin();
        try {
            Object yielded = code.call(context, value);
            return isBranch ? chosen(yielded) : yielded;
        } finally {
            end();
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException("cancelled");
        }
        runner = Thread.currentThread();
    }

    private synchronized void end() {
        runner = null;
        if (cancelled) {
            // The interrupt was for the code, which may not have noticed it.
            Thread.interrupted();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    private Object chosen(Object yielded) {
        List<String> followers =
                context.code().followers().stream().map(AssetKey::name).sorted().toList();
        List<?> names = yielded == null ? List.of() : (List<?>) yielded;
        for (Object name : names) {
            if (!followers.contains(String.valueOf(name))) {
                throw new DaybreakException(
                        ErrorCode.BAD_VALUE,
                        "Invalid choice '" + name + "' of branch '"
                                + context.code().key()
                                + "': no step of that name comes directly after it."
                                + NearestName.hint(String.valueOf(name), followers),
                        "Permitted: " + String.join(", ", followers) + ".");
            }
        }
        return names;
    }
}
