package dev.daybreak.server.api;

import dev.daybreak.project.access.Role;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that the API does: what is registered with the server and what the document says are both made of it.
 *
 * @param path below {@code /api/v1}
 * @param id names it in the document
 * @param role who may; empty for everybody
 * @param body empty if it takes none
 * @param type the media type of what it answers
 * @param refusals statuses of failures, besides those that every operation has
 */
record Operation(
        HandlerType method,
        String path,
        String id,
        String tag,
        Optional<Role> role,
        String summary,
        List<Parameter> parameters,
        Optional<Schema> body,
        int status,
        String type,
        Schema answer,
        List<Integer> refusals,
        Function<Call, Object> handler) {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    Operation {
        parameters = List.copyOf(parameters);
        refusals = List.copyOf(refusals);
        List<String> inPath = new ArrayList<>();
        Matcher matcher = NAME.matcher(path);
        while (matcher.find()) {
            inPath.add(matcher.group(1));
        }
        List<String> declared = parameters.stream()
                .filter(Parameter::isInPath)
                .map(Parameter::name)
                .toList();
        if (!inPath.equals(declared)) {
            throw new IllegalArgumentException(path + " has " + inPath + ", declared are " + declared);
        }
    }

    /** Answers with a JSON value, unless it is told otherwise. */
    static final class Builder {
        private final HandlerType method;
        private final String path;
        private final String id;
        private final String tag;
        private Optional<Role> role;
        private String summary = "";
        private final List<Parameter> parameters = new ArrayList<>();
        private Optional<Schema> body = Optional.empty();
        private int status = 200;
        private String type = "application/json";
        private Schema answer = Schema.ANY;
        private final List<Integer> refusals = new ArrayList<>();

        private Builder(HandlerType method, String path, String id, String tag, Role role) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.tag = tag;
            this.role = Optional.of(role);
        }

        Builder says(String sentence) {
            summary = sentence;
            return this;
        }

        Builder takes(Parameter parameter) {
            parameters.add(parameter);
            if (parameter.isInPath()) {
                refusals.add(404);
            }
            return this;
        }

        Builder takes(Schema schema) {
            body = Optional.of(schema);
            refusals.addAll(List.of(413, 415));
            return this;
        }

        Builder needs(Role other) {
            role = Optional.of(other);
            return this;
        }

        Builder openToAll() {
            role = Optional.empty();
            return this;
        }

        Builder refusesWith(int other) {
            refusals.add(other);
            return this;
        }

        Builder answers(int with, Schema schema) {
            status = with;
            answer = schema;
            return this;
        }

        Builder answers(Schema schema) {
            return answers(200, schema);
        }

        Builder answersAs(String mediaType) {
            type = mediaType;
            answer = Schema.TEXT;
            return this;
        }

        /** @param handler its answer is written as JSON; null if it has answered by itself */
        Operation by(Function<Call, Object> handler) {
            return new Operation(
                    method,
                    path,
                    id,
                    tag,
                    role,
                    summary,
                    parameters,
                    body,
                    status,
                    type,
                    answer,
                    refusals.stream().distinct().sorted().toList(),
                    handler);
        }
    }

    /** Something that changes nothing, for viewers. */
    static Builder get(String path, String id, String tag) {
        return new Builder(HandlerType.GET, path, id, tag, Role.VIEWER);
    }

    /** Something that changes something, for operators. */
    static Builder post(String path, String id, String tag) {
        return new Builder(HandlerType.POST, path, id, tag, Role.OPERATOR).refusesWith(403);
    }
}
