package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request for an operation, checked against what the operation takes. */
final class Call {
    private static final int MOST_BODY_BYTES = 1 << 20;

    private final Context ctx;
    private final Map<String, JsonNode> parameters = new HashMap<>();
    private final JsonNode body;

    /** @throws HttpFailure 400, 413 or 415 if the request does not fit */
    Call(Context ctx, Operation operation) {
        this.ctx = ctx;
        List<String> names = operation.parameters().stream()
                .filter(parameter -> !parameter.isInPath())
                .map(Parameter::name)
                .toList();
        ctx.queryParamMap().forEach((name, values) -> checkQuery(name, values, names));
        for (Parameter parameter : operation.parameters()) {
            String text = parameter.isInPath() ? ctx.pathParam(parameter.name()) : ctx.queryParam(parameter.name());
            if (text != null) {
                parameters.put(parameter.name(), parameter.value(text));
            }
        }
        body = operation.body().map(this::readBody).orElse(JsonNodeFactory.instance.objectNode());
    }

    private static void checkQuery(String name, List<String> values, List<String> names) {
        if (!names.contains(name)) {
            throw HttpFailure.badRequest(
                    "Invalid parameter '" + name + "': there is no such parameter." + NearestName.hint(name, names),
                    name,
                    names.isEmpty() ? "It takes none." : "Permitted: " + String.join(", ", names) + ".");
        }
        if (values.size() > 1) {
            throw HttpFailure.badRequest(
                    "Invalid parameter '" + name + "': it stands " + values.size() + " times.", name, "Give it once.");
        }
    }

    private JsonNode readBody(Schema schema) {
        byte[] bytes;
        try {
            bytes = ctx.req().getInputStream().readNBytes(MOST_BODY_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > MOST_BODY_BYTES) {
            throw new HttpFailure(
                    413, "TOO_LARGE", "Cannot take a body of more than " + MOST_BODY_BYTES + " bytes.", "body", "");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String type = String.valueOf(ctx.contentType()).toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals(Json.TYPE)) {
            throw new HttpFailure(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "Invalid Content-Type '" + ctx.contentType() + "'; permitted: " + Json.TYPE + ".",
                    "Content-Type",
                    "Send 'Content-Type: " + Json.TYPE + "', and {} if there is nothing to say.");
        }
        JsonNode value = text.isBlank() ? JsonNodeFactory.instance.objectNode() : Json.read(text);
        schema.check("", value);
        return value;
    }

    Context context() {
        return ctx;
    }

    /** Whose change it is. */
    String who() {
        return WebServer.caller(ctx).name();
    }

    Role role() {
        return WebServer.caller(ctx).role();
    }

    /** A parameter of the path. */
    String path(String name) {
        return parameters.get(name).textValue();
    }

    /** A parameter of the query. */
    Optional<String> query(String name) {
        return Optional.ofNullable(parameters.get(name)).map(JsonNode::textValue);
    }

    /** A number of the query. */
    int query(String name, int otherwise) {
        JsonNode value = parameters.get(name);
        return value == null ? otherwise : value.intValue();
    }

    /** A text of the body; empty if it is not there, or null. */
    Optional<String> text(String key) {
        return Optional.ofNullable(body.get(key)).map(JsonNode::textValue);
    }

    /** A number of the body. */
    int number(String key, int otherwise) {
        return body.hasNonNull(key) ? body.get(key).intValue() : otherwise;
    }

    /** A truth value of the body; false if it is not there. */
    boolean flag(String key) {
        return body.path(key).booleanValue();
    }

    /** A list of texts of the body; empty if it is not there. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        body.path(key).forEach(item -> texts.add(item.textValue()));
        return texts;
    }
}
