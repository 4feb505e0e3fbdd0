package dev.daybreak.server.pages;

import dev.daybreak.server.web.EventStreams;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The content of pages that change by themselves. It is made once for all who ask for it at a time, and for those who look, once a second; to
 * them it is sent anew when it has changed. Only what those of one role may see alike may be in it. Thread-safe.
 */
final class LivePages implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final long LOOK_MILLIS = 1_000;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final String SEEN = "seen";
    /** What a browser has seen last, if it asks again since a stream ended. */
    private static final String LAST = "Last-Event-ID";

    /** How long ago something was changes by itself, and is kept true by the browser. */
    private static final Pattern AGO = Pattern.compile("(<time [^>]*>)[^<]*(?=</time>)");

    private final EventStreams streams = new EventStreams("page", MOST, LOOK_MILLIS);
    private final Map<String, Latest> pages = new ConcurrentHashMap<>();
    private final AtomicLong swept = new AtomicLong(System.nanoTime());

    /**
     * What a page holds.
     *
     * @param hasCharts whether the scripts that draw charts are needed
     * @param scripts others that are needed
     */
    record Content(String title, boolean hasCharts, List<String> scripts, String html, String mark) {
        Content(String title, boolean hasCharts, List<String> scripts, String html) {
            this(title, hasCharts, scripts, html, LivePages.mark(html));
        }

        private String event() {
            StringBuilder event = new StringBuilder(html.length() + 1_000)
                    .append("event: page\nid: ")
                    .append(mark)
                    .append('\n');
            html.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
            return event.append('\n').toString();
        }
    }

    /** A page's content as it was made last. */
    private static final class Latest {
        // Guarded by this.
        private Content content;
        private String event = "";
        private volatile long begun = System.nanoTime();

        /** What was not begun before a moment; whoever asks while it is being made waits for it. */
        synchronized Content since(long moment, Supplier<Content> page) {
            if (content == null || begun - moment < 0) {
                long now = System.nanoTime();
                content = page.get();
                event = "";
                begun = now;
            }
            return content;
        }

        /** The content as an event, which is the same for all who look. */
        synchronized String event() {
            if (event.isEmpty()) {
                event = content.event();
            }
            return event;
        }

        boolean isOld(long now) {
            return now - begun > 2 * FRESH_NANOS;
        }
    }

    /** The address, below that of all streams, of one that begins with the next content after some. */
    static String address(Context ctx, Content content) {
        String query = ctx.queryString() == null ? "" : ctx.queryString() + "&";
        return ctx.path() + "?" + query + SEEN + "=" + content.mark();
    }

    private static String mark(String html) {
        return Integer.toHexString(AGO.matcher(html).replaceAll("$1").hashCode());
    }

    /**
     * The content as it is now: not older than the request, so that who has just changed something sees it.
     *
     * @param key the same for all to whom the same is shown
     */
    Content now(String key, Supplier<Content> page) {
        return latest(key).since(System.nanoTime(), page);
    }

    /**
     * Sends the content whenever it has changed.
     *
     * @param key as above
     * @param page makes the content for whoever sends the request, as long as it is open
     */
    void open(Context ctx, String key, Supplier<Content> page) {
        String[] seen = {Optional.ofNullable(ctx.header(LAST)).orElseGet(() -> ctx.queryParam(SEEN))};
        streams.open(ctx, (events, isEnough) -> {
            Latest latest = latest(key);
            Content now = latest.since(System.nanoTime() - FRESH_NANOS, page);
            if (!now.mark().equals(seen[0])) {
                seen[0] = now.mark();
                events.accept(latest.event());
            }
            return true;
        });
    }

    /** What is asked for of a page, without what the stream of it adds. */
    static String query(Context ctx) {
        return ctx.queryString() == null ? "" : ctx.queryString().replaceAll("&?" + SEEN + "=[^&]*", "");
    }

    /** Content that is too old for anybody is forgotten, so what is kept is what was made in the last seconds. */
    private Latest latest(String key) {
        long now = System.nanoTime();
        long before = swept.get();
        if (now - before > FRESH_NANOS && swept.compareAndSet(before, now)) {
            pages.values().removeIf(latest -> latest.isOld(now));
        }
        return pages.computeIfAbsent(key, absent -> new Latest());
    }

    @Override
    public void close() {
        streams.close();
    }
}
