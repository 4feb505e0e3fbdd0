package dev.daybreak.server.iceberg;

import dev.daybreak.project.access.Role;
import io.javalin.http.HandlerType;
import java.util.function.Function;
import org.apache.iceberg.rest.Endpoint;

/**
 * A method and a path of the protocol.
 *
 * @param path after {@code /v1}
 * @param role who may ask
 */
record Resource(HandlerType method, String path, Role role, Function<Exchange, Answer> answering) {
    static Resource read(HandlerType method, String path, Function<Exchange, Answer> answering) {
        return new Resource(method, path, Role.VIEWER, answering);
    }

    static Resource write(HandlerType method, String path, Function<Exchange, Answer> answering) {
        return new Resource(method, path, Role.OPERATOR, answering);
    }

    /** As a client is told of it. */
    Endpoint endpoint() {
        return Endpoint.create(method.name(), "/v1/{prefix}" + path);
    }
}
