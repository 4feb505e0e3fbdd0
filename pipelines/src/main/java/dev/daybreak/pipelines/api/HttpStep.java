package dev.daybreak.pipelines.api;

import dev.daybreak.project.problem.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step that makes a request over HTTP and yields the text of the answer. Address, headers and body may name the interval as
 * {@code {start:yyyy-MM-dd}}. Every request carries the header {@code Idempotency-Key}, the same for every try of the step.
 */
public final class HttpStep extends Step<String> {
    HttpStep(PipelineBuilder pipeline, String name, Place place, Said said, String method, String url) {
        super(pipeline, name, place, said, new Doing.Http(method, url, Map.of(), Optional.empty(), Set.of()));
    }

    private Doing.Http http() {
        return (Doing.Http) doing();
    }

    public HttpStep header(String header, String value) {
        Map<String, String> headers = new HashMap<>(http().headers());
        headers.put(header, value);
        doing(new Doing.Http(http().method(), http().url(), headers, http().body(), http().accepted()));
        return this;
    }

    public HttpStep body(String text) {
        doing(new Doing.Http(http().method(), http().url(), http().headers(), Optional.of(text), http().accepted()));
        return this;
    }

    /** The statuses that count as success; by default 200 to 299. */
    public HttpStep expect(Integer... statuses) {
        doing(new Doing.Http(http().method(), http().url(), http().headers(), http().body(), Set.of(statuses)));
        return this;
    }
}
