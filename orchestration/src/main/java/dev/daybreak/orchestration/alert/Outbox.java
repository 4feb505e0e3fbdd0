package dev.daybreak.orchestration.alert;

import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.asset.Tries;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/**
 * Messages to people. One is written in the transaction of what it tells, and waits until a sender takes it, by a lease. Any number of
 * senders may look at one store: a message is in the hands of one at a time. If that one dies after the target has accepted the message
 * and before this is noted, another sends it again, with the same id; otherwise it is sent once. Thread-safe.
 */
public final class Outbox {
    /** A message that failed so often is given up. */
    public static final int MOST_TRIES = 12;

    private static final Tries PAUSES =
            new Tries(MOST_TRIES, Duration.ofSeconds(5), Duration.ofMinutes(30), Optional.empty(), Optional.empty());
    /** Beyond the time that a target has: whoever is silent for longer is dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Messages to a target that the project does not have: another version of it may be in use beside this one. */
    private static final Duration UNKNOWN = Duration.ofDays(1);
    /** More are not told together in one message. */
    private static final int MOST_FOLDED = 500;

    private final Store store;
    private final StoreClock clock;

    public Outbox(Store store) {
        this(store, StoreClock.of(store));
    }

    /** For tests, which move the clock. */
    public Outbox(Store store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A message that this process is to send. */
    record Taken(String id, String target, int tries, Map<String, Object> document) {}

    /**
     * Writes messages, in the caller's transaction. One of the same id and target is there only once.
     *
     * @param id of what is told, such as a run's; that of a message is it with its target
     * @param document begins with {@code kind}, {@code project} and {@code text}; gets the {@code id} before them
     */
    public void add(Handle handle, String id, Iterable<String> targets, Map<String, Object> document) {
        long now = clock.millis(handle);
        for (String target : targets) {
            OutboxDao.insert(handle, id + "." + target, target, withId(id + "." + target, document), now);
        }
    }

    private static Map<String, Object> withId(String id, Map<String, Object> document) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id);
        values.putAll(document);
        return values;
    }

    /** The latest messages, newest first. */
    public List<AlertRecord> latest(int most) {
        return store.jdbi().withHandle(handle -> OutboxDao.latest(handle, most));
    }

    /** Messages that were written in the last stretch of time and given up, newest first. */
    public List<AlertRecord> givenUp(Duration last) {
        return store.jdbi().withHandle(handle -> OutboxDao.givenUp(handle, clock.millis(handle) - last.toMillis()));
    }

    /** Targets for which something waits and may be tried now. */
    Set<String> targets() {
        return store.jdbi().withHandle(handle -> OutboxDao.targets(handle, clock.millis(handle)));
    }

    /**
     * Takes the message that is to be sent next to a target; empty if there is none, or the target has got as many as it may. If only one
     * more may be sent and several wait, that one tells them together.
     */
    Optional<Taken> take(AlertTarget target) {
        // Most looks find nothing, and need not be alone.
        if (store.jdbi()
                .withHandle(handle -> room(handle, target, clock.millis(handle)).isEmpty())) {
            return Optional.empty();
        }
        return store.inTransaction(topic(target.name()), handle -> {
            long now = clock.millis(handle);
            return room(handle, target, now).map(room -> take(handle, target, room, now));
        });
    }

    /** Messages to one target share nothing with those to others. */
    private static String topic(String target) {
        return "alerts to " + target;
    }

    /** @param isLast whether the target may get one more only */
    private record Room(List<OutboxDao.Due> due, boolean isLast) {}

    private static Optional<Room> room(Handle handle, AlertTarget target, long now) {
        List<OutboxDao.Due> due = OutboxDao.due(handle, target.name(), now, MOST_FOLDED);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        long since = now - target.limit().per().toMillis();
        int left = target.limit().count() - OutboxDao.used(handle, target.name(), since, now);
        return left > 0 ? Optional.of(new Room(due, left == 1)) : Optional.empty();
    }

    private static Taken take(Handle handle, AlertTarget target, Room room, long now) {
        OutboxDao.Due first = room.due().get(0);
        List<OutboxDao.Due> plain = room.due().stream()
                .filter(due -> !Folding.isFolded(due.values()))
                .toList();
        boolean isToFold = room.isLast() && plain.size() > 1 && !Folding.isFolded(first.values());
        OutboxDao.Due chosen = isToFold ? fold(handle, target.name(), plain, now) : first;
        long lease = target.timeout().plus(PATIENCE).toMillis();
        OutboxDao.lease(handle, chosen.id(), now + lease);
        return new Taken(chosen.id(), target.name(), chosen.tries() + 1, chosen.values());
    }

    private static OutboxDao.Due fold(Handle handle, String target, List<OutboxDao.Due> plain, long now) {
        // The first is folded only once: no other message has this id.
        String id = "more." + plain.get(0).id();
        Map<String, Object> document = withId(
                id, Folding.fold(plain.stream().map(OutboxDao.Due::values).toList()));
        OutboxDao.insert(handle, id, target, document, now);
        OutboxDao.fold(handle, plain.stream().map(OutboxDao.Due::id).toList(), id, now);
        return new OutboxDao.Due(id, JsonText.write(document), 0);
    }

    /** The target has accepted it. */
    void sent(Taken taken) {
        store.inTransaction(
                topic(taken.target()),
                handle -> OutboxDao.end(
                        handle, taken.id(), taken.tries(), AlertState.SENT, Optional.empty(), clock.millis(handle)));
    }

    /**
     * The target has not accepted it. It waits for its next try, or is given up after the last.
     *
     * @return how long it waits; empty if it is given up
     */
    Optional<Duration> failed(Taken taken, String failure) {
        return store.inTransaction(topic(taken.target()), handle -> {
            long now = clock.millis(handle);
            if (taken.tries() >= MOST_TRIES) {
                OutboxDao.end(handle, taken.id(), taken.tries(), AlertState.GIVEN_UP, Optional.of(failure), now);
                return Optional.empty();
            }
            Duration wait =
                    PAUSES.waitBefore(taken.tries(), ThreadLocalRandom.current().nextDouble());
            OutboxDao.postpone(handle, taken.id(), taken.tries(), failure, now + wait.toMillis());
            return Optional.of(wait);
        });
    }

    /** Gives up what has waited for long for a target that the project does not have. */
    void giveUpUnknown(String target) {
        store.inTransaction(topic(target), handle -> {
            long now = clock.millis(handle);
            return OutboxDao.giveUp(
                    handle,
                    target,
                    now - UNKNOWN.toMillis(),
                    "daybreak.yaml has no alert target '" + target + "' any more",
                    now);
        });
    }
}
