package dev.daybreak.server.web;

import dev.daybreak.project.access.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Objects;

/**
 * A method and a path that is answered.
 *
 * @param path with parameters as {@code {name}}
 * @param guard who may ask
 */
public record Route(HandlerType method, String path, Guard guard, Handler handler) {
    /** Who may ask. */
    public sealed interface Guard {
        /** Everybody. */
        record Open() implements Guard {}

        /**
         * Whoever has a role.
         *
         * @param isForPrograms whether it is also answered to other sites' pages and under any name of the host, as long as there are no tokens;
         *     only for what changes nothing and tells no secrets
         */
        record Needs(Role role, boolean isForPrograms) implements Guard {}
    }

    public Route {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(handler, "handler");
    }

    /** For everybody. */
    public static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, new Guard.Open(), handler);
    }

    /** For those who have a role. */
    public static Route of(HandlerType method, String path, Role role, Handler handler) {
        return new Route(method, path, new Guard.Needs(role, false), handler);
    }
}
