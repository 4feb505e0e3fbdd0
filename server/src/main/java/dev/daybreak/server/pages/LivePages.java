package dev.daybreak.server.pages;

import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.EventStreams;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Sends a page's content anew to those who look at it when it has changed. A page is made once a second at most, however many look at it.
 * Thread-safe.
 */
final class LivePages implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final long LOOK_MILLIS = 1_000;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    /** More pages are not kept for others. */
    private static final int MOST_PAGES = 1_000;

    private static final String SEEN = "seen";
    /** How long ago something was changes by itself, and is kept true by the browser. */
    private static final Pattern AGO = Pattern.compile("(<time [^>]*>)[^<]*(?=</time>)");

    private final EventStreams streams = new EventStreams("page", MOST, LOOK_MILLIS);
    private final Map<String, Made> pages = new ConcurrentHashMap<>();

    /** What a page holds. */
    private record Content(String html, String mark) {}

    /** A page's content as it was made last, for all who look at it. */
    private static final class Made {
        private Content content = new Content("", "");
        private long at = System.nanoTime() - FRESH_NANOS;

        synchronized Content refreshed(Supplier<String> page) {
            if (System.nanoTime() - at >= FRESH_NANOS) {
                String html = page.get();
                content = new Content(html, mark(html));
                at = System.nanoTime();
            }
            return content;
        }
    }

    /** The address, below that of all streams, of one that begins with the next content after some. */
    static String address(Context ctx, String content) {
        String query = ctx.queryString() == null ? "" : ctx.queryString() + "&";
        return ctx.path() + "?" + query + SEEN + "=" + mark(content);
    }

    private static String mark(String html) {
        return Integer.toHexString(AGO.matcher(html).replaceAll("$1").hashCode());
    }

    /** @param page makes the content for whoever sends the request, as long as it is open */
    void open(Context ctx, Supplier<String> page) {
        Caller caller = WebServer.caller(ctx);
        String query = ctx.queryString() == null ? "" : ctx.queryString().replaceAll("&?" + SEEN + "=[^&]*", "");
        String key = caller.name() + " " + caller.role() + " " + ctx.path() + "?" + query;
        if (pages.size() >= MOST_PAGES) {
            pages.clear();
        }
        Made made = pages.computeIfAbsent(key, absent -> new Made());
        String[] seen = {ctx.queryParam(SEEN)};
        streams.open(ctx, (events, isEnough) -> {
            Content now = made.refreshed(page);
            if (!now.mark().equals(seen[0])) {
                seen[0] = now.mark();
                events.accept(event(now.html()));
            }
            return true;
        });
    }

    private static String event(String html) {
        StringBuilder event = new StringBuilder("event: page\n");
        html.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        return event.append('\n').toString();
    }

    @Override
    public void close() {
        streams.close();
    }
}
