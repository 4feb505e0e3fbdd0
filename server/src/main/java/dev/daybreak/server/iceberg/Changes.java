package dev.daybreak.server.iceberg;

import dev.daybreak.server.web.Caller;

/** Told of what others changed, after they did; by any thread. */
@FunctionalInterface
public interface Changes {
    /**
     * Something was changed.
     *
     * @param action such as {@code commit table}
     * @param subject such as {@code sales.orders}
     */
    void made(Caller caller, String action, String subject);
}
