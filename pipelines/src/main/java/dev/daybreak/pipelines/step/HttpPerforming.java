package dev.daybreak.pipelines.step;

import dev.daybreak.pipelines.api.Doing;
import dev.daybreak.pipelines.api.StepContext;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.IntervalTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Makes a request over HTTP. */
final class HttpPerforming implements Performing {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_TOLD = 500;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private final TryContext context;
    private final Doing.Http http;
    // Guarded by this.
    private CompletableFuture<HttpResponse<InputStream>> sent;
    private boolean cancelled;

    HttpPerforming(TryContext context, Doing.Http http) {
        this.context = context;
        this.http = http;
    }

    @Override
    public Object perform() throws InterruptedException {
        HttpRequest request = request();
        context.log(request.method() + " " + request.uri());
        try {
            HttpResponse<InputStream> response = send(request).get();
            String body = body(response);
            context.log("Answered with status " + response.statusCode());
            if (!isAccepted(response.statusCode())) {
                throw failed("it answered with status " + response.statusCode() + ": " + shortened(body), null);
            }
            return body;
        } catch (CancellationException e) {
            throw new InterruptedException("cancelled");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private synchronized CompletableFuture<HttpResponse<InputStream>> send(HttpRequest request) {
        if (cancelled) {
            throw new CancellationException();
        }
        sent = CLIENT.sendAsync(request, BodyHandlers.ofInputStream());
        return sent;
    }

    private HttpRequest request() {
        String url = filled(http.url());
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url))
                    .method(
                            http.method(),
                            http.body()
                                    .map(this::filled)
                                    .map(BodyPublishers::ofString)
                                    .orElseGet(BodyPublishers::noBody))
                    .header("Idempotency-Key", context.key());
            http.headers().forEach((name, value) -> builder.header(name, filled(value)));
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_VALUE,
                    "Invalid request of step '" + context.code().key() + "' to '" + url + "': " + e.getMessage() + ".",
                    "An address begins with http:// or https://.",
                    e);
        }
    }

    private static String body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream stream = response.body()) {
            return new String(stream.readNBytes(StepContext.MOST_VALUE_BYTES + 1), StandardCharsets.UTF_8);
        }
    }

    private boolean isAccepted(int status) {
        return http.accepted().isEmpty()
                ? status >= 200 && status < 300
                : http.accepted().contains(status);
    }

    private DaybreakException failed(String why, Throwable cause) {
        return new DaybreakException(
                ErrorCode.STEP_FAILED,
                "Cannot finish step '" + context.code().key() + "': " + why + ".",
                "See the other side's log; the header Idempotency-Key '" + context.key() + "' names the step there.",
                cause);
    }

    private DaybreakException unreachable(Throwable cause) {
        return new DaybreakException(
                ErrorCode.UNREACHABLE,
                "Cannot reach '" + filled(http.url()) + "' for step '"
                        + context.code().key() + "': " + cause + ".",
                "See that the address is right and the other side is up; the step is tried again.",
                cause);
    }

    private static String shortened(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > MOST_TOLD ? line.substring(0, MOST_TOLD) + "..." : line;
    }

    private String filled(String text) {
        return new IntervalTemplate(text).fill(context.interval(), context.zone());
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (sent != null) {
            sent.cancel(true);
        }
    }
}
