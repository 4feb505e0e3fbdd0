package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/** Names runs, such as {@code 20230301-101500-x7k2}: the time of the store's clock in UTC, and four characters by chance. */
final class RunIds {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 4;

    private RunIds() {}

    /** Writes a new run that is this process's own, and returns its id. */
    static String insert(Store store, RunRequest request, Duration lease, RunProgress progress) {
        return store.jdbi().inTransaction(handle -> {
            long now = store.nowMillis(handle);
            String id = unused(handle, now);
            RunDao.insertRun(handle, id, request, now, now + lease.toMillis());
            progress.begin(handle, id, request, now);
            return id;
        });
    }

    /** An id that no run has. */
    static String unused(Handle handle, long now) {
        String id = name(now);
        while (RunDao.runExists(handle, id)) {
            id = name(now);
        }
        return id;
    }

    private static String name(long millis) {
        StringBuilder name = new StringBuilder(SECOND.format(Instant.ofEpochMilli(millis))).append('-');
        ThreadLocalRandom.current()
                .ints(LENGTH, 0, CHARACTERS.length())
                .forEach(index -> name.append(CHARACTERS.charAt(index)));
        return name.toString();
    }
}
