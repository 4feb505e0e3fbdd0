package dev.daybreak.server.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/** A part of the server: what it answers. Called by any number of threads at a time. */
public interface Feature extends AutoCloseable {
    List<Route> routes();

    /**
     * Told of every request that was answered, by any feature.
     *
     * @param route its path with names of parameters; {@code none} if nothing answers to the path
     */
    default void answered(String method, String route, int status, Duration took) {}

    /** Tells the sender of a request to one of its routes why it is not answered: the guard refused it, or the handler threw. */
    default void tell(Context ctx, Exception failure) {
        Failures.answer(ctx, failure);
    }

    /** Called when the server is about to stop, before it waits for requests that are being answered: what goes on by itself is to end. */
    default void stopping() {}

    /** Called when nothing is being answered any more. */
    @Override
    default void close() {}
}
