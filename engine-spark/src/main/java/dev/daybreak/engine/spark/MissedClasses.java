package dev.daybreak.engine.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes of another loader, which is not asked a second time for one that it does not have. So it must be one to which none are added. Thread-safe.
 */
final class MissedClasses extends ClassLoader {
    /** More names than compiled queries think of; what comes after them is asked for each time. */
    private static final int MOST_REMEMBERED = 100_000;

    static {
        registerAsParallelCapable();
    }

    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    MissedClasses(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missed.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            if (missed.size() < MOST_REMEMBERED) {
                missed.add(name);
            }
            throw e;
        }
    }
}
