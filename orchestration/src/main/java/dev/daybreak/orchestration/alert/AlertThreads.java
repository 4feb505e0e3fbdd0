package dev.daybreak.orchestration.alert;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Tells people what is to be told, while it is open: every second it looks for runs that are over and for messages that wait. Each target
 * has a thread of its own while something waits for it. Thread-safe.
 */
public final class AlertThreads implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final RunAlerts runs;
    private final AlertSender sender;
    private final Consumer<String> notes;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final ExecutorService targets = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "daybreak-alert-target");
        thread.setDaemon(true);
        return thread;
    });
    private final Watching watching;

    /** @param sender is closed with this */
    public AlertThreads(RunAlerts runs, AlertSender sender, Consumer<String> notes) {
        this.runs = runs;
        this.sender = sender;
        this.notes = notes;
        this.watching = new Watching("look for alerts", EVERY, this::look, notes);
    }

    private void look() {
        runs.look();
        for (String target : sender.due()) {
            if (atWork.add(target)) {
                targets.execute(() -> send(target));
            }
        }
    }

    private void send(String target) {
        try {
            sender.send(target);
        } catch (RuntimeException e) {
            // Nothing is lost: it waits in the outbox for the next look.
            notes.accept("Cannot send alerts to '" + target + "': " + e.getMessage());
        } finally {
            atWork.remove(target);
        }
    }

    @Override
    public void close() {
        watching.close();
        sender.close();
        targets.shutdownNow();
    }
}
