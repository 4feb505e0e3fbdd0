package dev.daybreak.server.pages;

import dev.daybreak.orchestration.store.StoreAway;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may take longer to find out than a page may take: found out aside, by one thread, when somebody asks for it and what is known has aged.
 * Whoever asks gets what is known. Thread-safe.
 */
final class Aside<K, V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);
    /** More is not remembered. */
    private static final int MOST = 1_000;

    private final String name;
    private final Function<K, V> finder;
    private final long restNanos;
    private final Map<K, Known<V>> known = new ConcurrentHashMap<>();
    private final Set<K> sought = ConcurrentHashMap.newKeySet();
    private final ExecutorService seeker;

    private record Known<V>(V value, long atNanos) {}

    /**
     * @param name of the thread, which says what is found
     * @param rest how long what was found out is taken for true without another look
     */
    Aside(String name, Duration rest, Function<K, V> finder) {
        this.name = name;
        this.finder = finder;
        this.restNanos = rest.toNanos();
        this.seeker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The last that is known; empty until it is found out for the first time. */
    Optional<V> known(K key) {
        Known<V> found = known.get(key);
        boolean isOld = found == null || System.nanoTime() - found.atNanos() >= restNanos;
        if (isOld && sought.add(key)) {
            try {
                seeker.execute(() -> find(key));
            } catch (RejectedExecutionException closed) {
                sought.remove(key);
            }
        }
        return Optional.ofNullable(found).map(Known::value);
    }

    private void find(K key) {
        try {
            V value = finder.apply(key);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(key, new Known<>(value, System.nanoTime()));
        } catch (RuntimeException e) {
            if (!StoreAway.isCauseOf(e)) {
                LOG.warn("Cannot find out {} of {}", name, key, e);
            }
        } finally {
            sought.remove(key);
        }
    }

    @Override
    public void close() {
        seeker.shutdownNow();
    }
}
