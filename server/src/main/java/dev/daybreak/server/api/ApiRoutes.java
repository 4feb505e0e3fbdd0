package dev.daybreak.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.orchestration.request.Requests;
import dev.daybreak.server.web.Feature;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * The API under {@code /api/v1}: what the command line can ask and do, as JSON. Its operations are described where they are made, and the
 * document at {@code /api/v1/openapi.json} is made of the same descriptions. A new part of the API is a class beside {@link
 * RunOperations} and a line in {@link #operations(ServedProject)}.
 */
public final class ApiRoutes implements Feature {
    /** What all paths begin with. */
    public static final String BASE = "/api/v1";

    private final LogStreams streams;
    private final List<Operation> operations;

    public ApiRoutes(ServedProject served) {
        this.streams = new LogStreams(served.recover());
        this.operations = operations(served);
    }

    private List<Operation> operations(ServedProject served) {
        Finding finding = new Finding(served, "GET " + BASE);
        Requests requests = served.requests();
        List<Operation> all = new ArrayList<>();
        all.addAll(new PipelineOperations(served, finding, requests).operations());
        all.addAll(new RunOperations(served, finding, requests).operations());
        all.addAll(new LogOperations(served, finding, streams).operations());
        all.addAll(new BackfillOperations(served, finding, requests).operations());
        all.addAll(new AssetOperations(served, finding).operations());
        all.addAll(new FreshnessOperations(served).operations());
        all.addAll(new ServiceOperations(served).operations());
        all.add(Operation.get("/openapi.json", "getDocument", "service")
                .says("This document.")
                .openToAll()
                .answers(Schema.mapOf(Schema.ANY))
                .by(call -> document()));
        return List.copyOf(all);
    }

    private ObjectNode document() {
        return OpenApi.document(BASE, operations);
    }

    @Override
    public List<Route> routes() {
        return operations.stream().map(ApiRoutes::route).toList();
    }

    private static Route route(Operation operation) {
        String path = BASE + operation.path();
        return operation
                .role()
                .map(role -> Route.of(operation.method(), path, role, ctx -> answer(ctx, operation)))
                .orElseGet(() -> Route.open(operation.method(), path, ctx -> answer(ctx, operation)));
    }

    private static void answer(Context ctx, Operation operation) {
        Object answer = operation.handler().apply(new Call(ctx, operation));
        if (answer != null) {
            ctx.header("Cache-Control", "no-store");
            ctx.status(operation.status()).contentType(Json.TYPE).result(Json.write(answer) + "\n");
        }
    }

    @Override
    public void stopping() {
        streams.close();
    }

    @Override
    public void close() {
        streams.close();
    }
}
