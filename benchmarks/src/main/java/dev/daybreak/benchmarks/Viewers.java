package dev.daybreak.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People who look at a page and let it change by itself; each loads it anew now and then. What a load takes counts from the moment when it was to
 * begin, to its last byte. Run as a process of its own, so that it can be told from what it looks at: prints the milliseconds of each load, a line
 * each, and at last how many bytes of changes came.
 */
public final class Viewers {
    private static final Pattern STREAM = Pattern.compile("sse-connect=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<CompletableFuture<?>> streams = new ArrayList<>();
    private final AtomicLong pushed = new AtomicLong();
    private final URI page;

    private Viewers(URI page) {
        this.page = page;
    }

    /** @param args the page's address, how many viewers, how often each loads it in seconds, for how many seconds */
    public static void main(String[] args) throws Exception {
        Viewers viewers = new Viewers(URI.create(args[0]));
        int count = Integer.parseInt(args[1]);
        double loadsPerSecond = count / Double.parseDouble(args[2]);
        for (int i = 0; i < count; i++) {
            viewers.look();
        }
        System.out.println("looking");
        List<Double> millis = viewers.load(loadsPerSecond, Integer.parseInt(args[3]));
        millis.forEach(System.out::println);
        System.out.println("pushed " + viewers.pushed.get());
        System.out.flush();
        // What is streamed has no end of its own.
        Runtime.getRuntime().halt(0);
    }

    private void look() throws IOException, InterruptedException {
        String html = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
        Matcher stream = STREAM.matcher(html);
        if (!stream.find()) {
            throw new IllegalStateException("The page does not change by itself: " + page);
        }
        HttpRequest request = HttpRequest.newBuilder(
                        page.resolve(stream.group(1).replace("&amp;", "&")))
                .build();
        streams.add(http.sendAsync(request, info -> HttpResponse.BodySubscribers.fromSubscriber(new Counting())));
    }

    private final class Counting implements Flow.Subscriber<List<java.nio.ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<java.nio.ByteBuffer> item) {
            item.forEach(buffer -> pushed.addAndGet(buffer.remaining()));
        }

        @Override
        public void onError(Throwable thrown) {
            System.err.println("A stream broke: " + thrown);
        }

        @Override
        public void onComplete() {
            System.err.println("A stream ended");
        }
    }

    private List<Double> load(double perSecond, int seconds) throws InterruptedException {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> loads = new ArrayList<>();
        long pause = (long) (1e9 / perSecond);
        long begun = System.nanoTime();
        for (long number = 0; number < perSecond * seconds; number++) {
            long due = begun + number * pause;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            loads.add(load().exceptionallyCompose(broken -> {
                        // The connection was kept for long, and the server has closed it: a browser asks once more,
                        // too.
                        System.err.println("Once more: " + broken.getMessage());
                        return load();
                    })
                    .thenRun(() -> millis.add((System.nanoTime() - due) / 1e6)));
        }
        loads.forEach(CompletableFuture::join);
        return millis;
    }

    private CompletableFuture<Void> load() {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofMinutes(1)).build();
        return http.sendAsync(request, BodyHandlers.ofInputStream()).thenAccept(Viewers::readAll);
    }

    private static void readAll(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            long bytes = body.readAllBytes().length;
            if (response.statusCode() != 200 || bytes == 0) {
                throw new IllegalStateException("Status " + response.statusCode());
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
