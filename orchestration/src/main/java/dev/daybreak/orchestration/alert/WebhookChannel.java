package dev.daybreak.orchestration.alert;

import dev.daybreak.project.alert.AlertTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Posts messages to an address. */
final class WebhookChannel implements Channel {
    private final AlertTarget.Webhook webhook;
    private final Duration timeout;

    /** Made when it is needed first: its thread stands in native code, for which a JVM that ends waits 0.3 s. */
    private static final class Http {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    WebhookChannel(AlertTarget.Webhook webhook, Duration timeout) {
        this.webhook = webhook;
        this.timeout = timeout;
    }

    @Override
    public void send(Message message) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.url())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.id())
                .POST(HttpRequest.BodyPublishers.ofString(message.json()));
        webhook.headers().forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer =
                Http.CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get().statusCode();
            if (status < 200 || status > 299) {
                throw new IOException("it answered with status " + status);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConnectException
                    ? new IOException("nothing answers there", e)
                    : new IOException(Undelivered.words(e.getCause()), e);
        } finally {
            // An answer whose body does not come is not waited for any longer than its target's timeout.
            answer.cancel(true);
        }
    }

    @Override
    public List<String> secrets() {
        URI url = webhook.url();
        List<String> secrets = new ArrayList<>(List.of(url.toString(), url.getRawSchemeSpecificPart()));
        if (url.getRawPath() != null) {
            secrets.add(url.getRawPath());
        }
        secrets.addAll(webhook.headers().values());
        return secrets;
    }
}
