package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The API's document, OpenAPI 3.1, made of its operations. */
final class OpenApi {
    private static final Map<Integer, String> STATUSES = Map.of(
            200, "Done",
            201, "Made",
            202, "Taken on; workers do it",
            400, "The request does not fit; the error says what is permitted",
            401, "A token is missing, or nobody has it",
            403, "The token's role may not do this",
            404, "There is none",
            409, "How things stand does not allow it",
            413, "The body is too large",
            415, "The body is not JSON");
    private static final String UNAVAILABLE =
            "The metadata store does not answer, or too many log streams are open; try later";

    static final Schema ERROR = Schema.object(Property.of(
                    "error",
                    Schema.object(
                            Property.of("code", Schema.TEXT, "A stable name for programs."),
                            Property.of("message", Schema.TEXT, "What could not be done, and why."),
                            Property.of("place", Schema.TEXT, "The parameter or file; empty if none."),
                            Property.of("mend", Schema.TEXT, "What to do; may be empty."))))
            .named("Error");

    private OpenApi() {}

    /** @param base what all paths begin with */
    static ObjectNode document(String base, List<Operation> operations) {
        ObjectNode document = object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Daybreak")
                .put("version", "1")
                .put(
                        "description",
                        "Pipelines, runs, backfills and their state. Instants are in UTC; unknown keys are errors.");
        document.putArray("servers").addObject().put("url", base);
        Map<String, Schema> components = new TreeMap<>(ERROR.parts());
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : operations) {
            ObjectNode path = paths.withObjectProperty(operation.path());
            path.set(operation.method().name().toLowerCase(Locale.ROOT), operation(operation));
            components.putAll(operation.answer().parts());
            operation.body().ifPresent(body -> components.putAll(body.parts()));
        }
        ObjectNode parts = document.putObject("components");
        ObjectNode schemas = parts.putObject("schemas");
        components.forEach((name, schema) -> schemas.set(name, schema.json()));
        parts.putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "One of 'tokens' in daybreak.yaml; not needed on the loopback address if there are none.");
        return document;
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode node = object().put("operationId", operation.id()).put("summary", operation.summary());
        node.putArray("tags").add(operation.tag());
        operation
                .role()
                .ifPresentOrElse(
                        role -> {
                            node.put("description", "For the role " + role + ".");
                            node.putArray("security")
                                    .addObject()
                                    .putArray("token")
                                    .add(role.toString());
                        },
                        () -> node.putArray("security"));
        if (!operation.parameters().isEmpty()) {
            ArrayNode parameters = node.putArray("parameters");
            operation.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        }
        operation.body().ifPresent(body -> node.putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject("application/json")
                .set("schema", body.json()));
        ObjectNode responses = node.putObject("responses");
        answer(responses, operation.status(), STATUSES.get(operation.status()), operation.type(), operation.answer());
        answer(responses, 400, STATUSES.get(400), "application/json", ERROR);
        if (operation.role().isPresent()) {
            answer(responses, 401, STATUSES.get(401), "application/json", ERROR);
            answer(responses, 403, STATUSES.get(403), "application/json", ERROR);
        }
        operation
                .refusals()
                .forEach(status -> answer(responses, status, STATUSES.get(status), "application/json", ERROR));
        answer(responses, 503, UNAVAILABLE, "application/json", ERROR);
        return node;
    }

    private static void answer(ObjectNode responses, int status, String description, String type, Schema schema) {
        ObjectNode response = responses.putObject(Integer.toString(status)).put("description", description);
        response.putObject("content").putObject(type).set("schema", schema.json());
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode node = object().put("name", parameter.name())
                .put("in", parameter.isInPath() ? "path" : "query")
                .put("required", parameter.isInPath())
                .put("description", parameter.description());
        node.set("schema", parameter.schema().json());
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
