package dev.daybreak.pipelines.step;

import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs code of a pipeline for each item of a list, several at a time. Items that are done are kept at once, so that a further try goes on
 * with the others.
 */
final class EachPerforming implements Performing {
    private static final int MOST_TOLD = 3;

    private final TryContext context;
    private final Doing.Each each;
    private final ExecutorService threads;
    private final SortedMap<Integer, Exception> failed = new ConcurrentSkipListMap<>();

    EachPerforming(TryContext context, Doing.Each each) {
        this.context = context;
        this.each = each;
        this.threads = Executors.newFixedThreadPool(each.parallel(), task -> {
            Thread thread = new Thread(task, "daybreak-item");
            thread.setDaemon(true);
            thread.setContextClassLoader(context.code().loader());
            return thread;
        });
    }

    @Override
    public Object perform() throws InterruptedException {
        List<?> items = items();
        Map<Integer, String> done = new ConcurrentHashMap<>(context.values().items(context.key()));
        if (!done.isEmpty()) {
            context.log(done.size() + " of " + items.size() + " items were done by an earlier try");
        }
        AtomicInteger count = new AtomicInteger(done.size());
        try {
            for (int i = 0; i < items.size(); i++) {
                int item = i;
                if (!done.containsKey(item)) {
                    threads.execute(() -> {
                        perform(item, items.get(item), done);
                        context.progress(count.incrementAndGet(), items.size());
                    });
                }
            }
            threads.shutdown();
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                context.log(count.get() + " of " + items.size() + " items are done");
            }
        } finally {
            threads.shutdownNow();
        }
        throwFailed(items.size());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!done.containsKey(i)) {
                throw new InterruptedException("cancelled");
            }
            values.add(context.text().read(done.get(i)));
        }
        return values;
    }

    private List<?> items() {
        Object list = context.valueOrNull(each.list());
        return list == null ? List.of() : (List<?>) list;
    }

    // Whatever the pipeline's code throws is the failure of this item, and of no other.
    @SuppressWarnings("CatchingUnchecked")
    private void perform(int item, Object value, Map<Integer, String> done) {
        try {
            String text = context.text().write(each.code().call(context, value));
            context.values().itemDone(context.key(), context.code().key(), item, text);
            done.put(item, text);
        } catch (Exception e) {
            context.warn("Item " + item + " (" + value + ") failed: " + e);
            failed.put(item, e);
        }
    }

    private void throwFailed(int all) {
        if (failed.isEmpty()) {
            return;
        }
        List<String> told = failed.entrySet().stream()
                .limit(MOST_TOLD)
                .map(entry -> "item " + entry.getKey() + ": " + entry.getValue())
                .toList();
        String more = failed.size() > MOST_TOLD ? ", and others" : "";
        throw new DaybreakException(
                ErrorCode.STEP_FAILED,
                "Cannot finish step '" + context.code().key() + "': " + failed.size() + " of " + all + " items failed: "
                        + String.join("; ", told) + more + ".",
                "Items that are done stay so; a further try does the others. 'daybreak logs' tells all that failed.",
                failed.get(failed.firstKey()));
    }

    @Override
    public void cancel() {
        threads.shutdownNow();
    }
}
