package dev.daybreak.server.iceberg;

import dev.daybreak.server.web.Caller;
import org.apache.iceberg.catalog.TableIdentifier;

/** Told of what others changed, after they did; by any thread. */
public interface Changes {
    /**
     * Something was changed.
     *
     * @param action such as {@code commit table}
     * @param subject such as {@code sales.orders}
     */
    void made(Caller caller, String action, String subject);

    /**
     * The same of a table that has been dropped, or has another name now.
     *
     * @param subject what {@link #made} would be told
     */
    void gone(Caller caller, String action, String subject, TableIdentifier table);
}
