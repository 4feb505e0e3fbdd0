package dev.daybreak.server.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a server answers with, until others take over: the features, and who may ask them. Thread-safe. */
final class Answering {
    private final List<Feature> features;
    private final Access access;
    private final Map<String, Handling> handlings = new HashMap<>();
    // Guarded by this.
    private int inside;
    private boolean isOver;

    private record Handling(Feature feature, Route route) {}

    Answering(List<Feature> features, Access access) {
        this.features = List.copyOf(features);
        this.access = access;
        this.features.forEach(feature ->
                feature.routes().forEach(route -> handlings.put(endpoint(route), new Handling(feature, route))));
    }

    /** The method and path of a route, by which it is found. */
    static String endpoint(Route route) {
        return route.method().name() + " " + route.path();
    }

    List<Feature> features() {
        return features;
    }

    Access access() {
        return access;
    }

    Set<String> endpoints() {
        return handlings.keySet();
    }

    /** Begins to answer a request; false if others have taken over. After true comes {@link #leave()}. */
    synchronized boolean enter() {
        inside += isOver ? 0 : 1;
        return !isOver;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    void answer(Context ctx, String endpoint) {
        Handling handling = handlings.get(endpoint);
        Route route = handling.route();
        ctx.attribute(WebServer.ACCESS, access);
        try {
            access.check(ctx, route.guard()).ifPresent(caller -> ctx.attribute(WebServer.CALLER, caller));
            route.handler().handle(ctx);
        } catch (Exception e) {
            handling.feature().tell(ctx, e);
        }
    }

    /** Lets requests finish that were begun, for so long, and closes the features that others do not go on with. */
    void end(Duration patience, List<Feature> kept) {
        List<Feature> ending =
                features.stream().filter(feature -> !kept.contains(feature)).toList();
        ending.forEach(Feature::stopping);
        try {
            awaitEnd(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ending.forEach(Feature::close);
    }

    private synchronized void awaitEnd(Duration patience) throws InterruptedException {
        isOver = true;
        long end = System.nanoTime() + patience.toNanos();
        for (long rest = patience.toNanos(); inside > 0 && rest > 0; rest = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
    }
}
