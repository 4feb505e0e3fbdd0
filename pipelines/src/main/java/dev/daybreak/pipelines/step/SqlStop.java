package dev.daybreak.pipelines.step;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Stops the query that a step runs, if it is told to stop while one runs. Thread-safe. */
final class SqlStop implements Consumer<Runnable> {
    // Guarded by this.
    private Runnable stop = () -> {};
    private boolean cancelled;

    /** A query begins; if the step was stopped already, so is it. */
    @Override
    public void accept(Runnable how) {
        boolean isTooLate;
        synchronized (this) {
            stop = how;
            isTooLate = cancelled;
        }
        if (isTooLate) {
            how.run();
        }
    }

    private void cancel() {
        Runnable how;
        synchronized (this) {
            cancelled = true;
            how = stop;
        }
        how.run();
    }

    /** The same, which also stops the query that it runs. */
    Performing before(Performing performing) {
        return new Performing() {
            @Override
            public Object perform() throws Exception {
                return performing.perform();
            }

            @Override
            public void cancel() {
                SqlStop.this.cancel();
                performing.cancel();
            }
        };
    }

    /** What only puts a text somewhere. */
    Performing before(Callable<Object> query) {
        return new Performing() {
            @Override
            public Object perform() throws Exception {
                return query.call();
            }

            @Override
            public void cancel() {
                SqlStop.this.cancel();
            }
        };
    }
}
