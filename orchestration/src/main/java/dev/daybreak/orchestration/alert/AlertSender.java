package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.store.StoreAway;
import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.time.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends what the outbox holds to the targets of a project. A target that takes longer than it may is left alone until the next try, and
 * holds up no other. Thread-safe.
 */
public final class AlertSender implements AutoCloseable {
    private final Outbox outbox;
    private final Map<String, Route> routes = new HashMap<>();
    private final Consumer<String> notes;
    private final ExecutorService sending = Executors.newCachedThreadPool(AlertSender::thread);
    private volatile boolean closed;

    private record Route(AlertTarget target, Channel channel) {}

    /**
     * @param folder that commands begin in
     * @param notes gets a line when a message was not accepted
     */
    public AlertSender(Outbox outbox, Alerts alerts, Path folder, Consumer<String> notes) {
        this.outbox = outbox;
        this.notes = notes;
        alerts.targets()
                .values()
                .forEach(target -> routes.put(target.name(), new Route(target, channel(target, alerts, folder))));
    }

    private static Channel channel(AlertTarget target, Alerts alerts, Path folder) {
        if (target.channel() instanceof AlertTarget.Webhook webhook) {
            return new WebhookChannel(webhook, target.timeout());
        }
        if (target.channel() instanceof AlertTarget.Email email) {
            return new EmailChannel(email, alerts.mail().orElseThrow(), target.timeout());
        }
        return new CommandChannel((AlertTarget.Command) target.channel(), folder);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "daybreak-alert");
        thread.setDaemon(true);
        return thread;
    }

    /** Targets for which something waits; gives up what waits for long for targets that the project does not have. */
    Set<String> due() {
        Set<String> due = outbox.targets();
        due.stream().filter(target -> !routes.containsKey(target)).forEach(outbox::giveUpUnknown);
        due.retainAll(routes.keySet());
        return due;
    }

    /** Sends to all targets what may be sent now, one after the other. Returns how many messages were accepted. */
    public int sendAll() {
        int sent = 0;
        for (String target : due()) {
            sent += send(target);
        }
        return sent;
    }

    /** Sends to a target what may be sent to it now. Returns how many messages it accepted. */
    int send(String name) {
        Route route = routes.get(name);
        int sent = 0;
        Optional<Outbox.Taken> taken = outbox.take(route.target());
        while (taken.isPresent() && !closed) {
            sent += send(route, taken.get()) ? 1 : 0;
            taken = closed ? Optional.empty() : outbox.take(route.target());
        }
        return sent;
    }

    private boolean send(Route route, Outbox.Taken taken) {
        Optional<String> failure = attempt(route, new Message(taken.id(), taken.document()));
        if (failure.isEmpty()) {
            patiently(() -> outbox.sent(taken));
            return true;
        }
        if (!closed) {
            patiently(() -> note(route, taken, failure.get(), outbox.failed(taken, failure.get())));
        }
        return false;
    }

    /** What was accepted should be noted as such, though the store is away for a while; else it is sent again. */
    private void patiently(Runnable write) {
        StoreAway.patiently(
                () -> {
                    write.run();
                    return true;
                },
                () -> closed);
    }

    private void note(Route route, Outbox.Taken taken, String failure, Optional<Duration> wait) {
        String next = wait.map(pause -> "trying again in " + pause.toSeconds() + " s")
                .orElse("it was tried " + taken.tries() + " times and is given up");
        notes.accept("Cannot send alert " + taken.id() + " to '"
                + route.target().name() + "': " + failure + "; " + next + ".");
    }

    /** Why it was not accepted; empty if it was. */
    private Optional<String> attempt(Route route, Message message) {
        Duration timeout = route.target().timeout();
        Future<Void> result = sending.submit(() -> {
            route.channel().send(message);
            return null;
        });
        try {
            result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("it did not accept it within " + DurationText.of(timeout));
        } catch (ExecutionException e) {
            return Optional.of(Undelivered.words(e.getCause(), route.channel().secrets()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the sender was stopped");
        } finally {
            result.cancel(true);
        }
    }

    /** Sends nothing more. A message that is on its way is sent again by another, or later. */
    @Override
    public void close() {
        closed = true;
        sending.shutdownNow();
    }
}
