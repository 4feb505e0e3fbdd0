package dev.daybreak.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that speaks of Google Cloud Storage's JSON API what object stores of lakes use: resumable uploads, reading from a position, listing in
 * pages, and deletion; and that hands out the tokens it asks for.
 *
 * @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">Resumable uploads</a>
 */
public final class GcsServer implements TestStore {
    /** The file that names the credentials, as the tests' environment says; it is written when a server starts. */
    private static final String CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS";

    public static final String SECRET = "a-secret-of-ada";
    private static final String TOKEN = "a-token-of-ada";
    private static final int PAGE = 50;
    private static final int PART_UNIT = 256 * 1024;
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");
    private static final Pattern FROM = Pattern.compile("bytes=(\\d+)-");

    static {
        // Else each answer waits for the client to tell that it has the head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile boolean isRefusing;
    private volatile Optional<String> payer = Optional.empty();

    private GcsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    public static GcsServer start() throws IOException {
        GcsServer started = new GcsServer();
        started.server.start();
        String file = System.getenv(CREDENTIALS);
        if (file != null) {
            Path written = Files.writeString(
                    Path.of(file + "-" + ProcessHandle.current().pid()), started.credentials());
            Files.move(written, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
        }
        return started;
    }

    /** Credentials of a user, as gcloud leaves them. */
    private String credentials() {
        return """
                {"type": "authorized_user", "client_id": "ada", "client_secret": "%s", "refresh_token": "again", "token_uri": "%s/token"}
                """
                .formatted(SECRET, endpoint());
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public List<String> objects(String prefix) {
        return objects.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Override
    public void remove(String name) {
        objects.remove(name);
    }

    /** Lets nobody do anything from now on. */
    public void refuseAll() {
        isRefusing = true;
    }

    /** The project that the last request was billed to. */
    public Optional<String> payer() {
        return payer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** An upload that is not at its end. */
    private static final class Upload {
        final String name;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isDone;

        Upload(String name) {
            this.name = name;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // The server ends such a connection, but does not tell so by itself.
            if ("close".equals(exchange.getRequestHeaders().getFirst("Connection"))) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/token")) {
                answer(exchange, 200, "{\"access_token\": \"" + TOKEN + "\", \"expires_in\": 86400}");
                return;
            }
            payer = Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-goog-user-project"));
            List<String> parts = Arrays.stream(
                            path.replaceFirst("^/(upload|download)", "").split("/"))
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                fail(exchange, 401, "authError", "Invalid Credentials");
            } else if (isRefusing) {
                fail(exchange, 403, "forbidden", "ada does not have storage.objects access to the bucket.");
            } else if (parts.size() < 5 || !parts.get(4).equals(BUCKET)) {
                fail(exchange, 404, "notFound", "The specified bucket does not exist.");
            } else if (path.startsWith("/upload")) {
                upload(exchange, body);
            } else if (parts.size() < 7) {
                list(exchange);
            } else {
                object(exchange, parts.get(6));
            }
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
            int sign = part.indexOf('=');
            query.put(part.substring(0, sign), URLDecoder.decode(part.substring(sign + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static void fail(HttpExchange exchange, int status, String reason, String message) throws IOException {
        answer(
                exchange,
                status,
                """
                {"error": {"code": %d, "message": "%s", "errors": [{"domain": "global", "reason": "%s", "message": "%s"}]}}
                """
                        .formatted(status, message, reason, message));
    }

    private static String json(String name, byte[] bytes) {
        return """
                {"kind": "storage#object", "bucket": "%s", "name": "%s", "size": "%d", "generation": "1", "timeCreated": "2025-03-01T00:00:00Z"}
                """
                .formatted(BUCKET, name, bytes.length);
    }

    private void upload(HttpExchange exchange, byte[] body) throws IOException {
        Map<String, String> query = query(exchange);
        if (exchange.getRequestMethod().equals("POST")) {
            String id = Long.toString(number.incrementAndGet());
            uploads.put(id, new Upload(query.get("name")));
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://" + exchange.getRequestHeaders().getFirst("Host")
                                    + exchange.getRequestURI().getRawPath() + "?uploadType=resumable&upload_id=" + id);
            answer(exchange, 200, "");
            return;
        }
        Upload upload = uploads.get(query.get("upload_id"));
        synchronized (upload) {
            part(exchange, upload, body);
        }
    }

    /** Takes what comes next of an upload; what is there already is passed over. */
    private void part(HttpExchange exchange, Upload upload, byte[] body) throws IOException {
        Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
        if (!range.matches()) {
            fail(exchange, 400, "invalid", "Content-Range");
            return;
        }
        boolean isLast = !range.group(3).equals("*");
        if (range.group(1) != null && !upload.isDone) {
            int known = upload.bytes.size() - Integer.parseInt(range.group(1));
            if (known < 0 || (!isLast && body.length % PART_UNIT != 0)) {
                fail(exchange, 400, "invalid", "a part does not follow, or has no whole number of units");
                return;
            }
            upload.bytes.write(body, Math.min(known, body.length), Math.max(0, body.length - known));
        }
        if (isLast && upload.bytes.size() == Long.parseLong(range.group(3))) {
            upload.isDone = true;
            objects.put(upload.name, upload.bytes.toByteArray());
        }
        if (upload.isDone) {
            answer(exchange, 200, json(upload.name, upload.bytes.toByteArray()));
            return;
        }
        if (upload.bytes.size() > 0) {
            exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.bytes.size() - 1));
        }
        answer(exchange, 308, "");
    }

    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        String prefix = query.getOrDefault("prefix", "");
        List<String> items = new ArrayList<>();
        String last = query.getOrDefault("pageToken", "");
        boolean hasMore = false;
        for (Map.Entry<String, byte[]> object : objects.tailMap(last, false).entrySet()) {
            if (object.getKey().startsWith(prefix)) {
                hasMore = items.size() == PAGE;
                if (hasMore) {
                    break;
                }
                items.add(json(object.getKey(), object.getValue()));
                last = object.getKey();
            }
        }
        answer(
                exchange,
                200,
                "{\"kind\": \"storage#objects\"" + (hasMore ? ", \"nextPageToken\": \"" + last + "\"" : "")
                        + ", \"items\": [" + String.join(",", items) + "]}");
    }

    private void object(HttpExchange exchange, String name) throws IOException {
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            fail(exchange, 404, "notFound", "No such object: " + BUCKET + "/" + name);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            objects.remove(name);
            exchange.sendResponseHeaders(204, -1);
        } else if ("media".equals(query(exchange).get("alt"))) {
            read(exchange, bytes);
        } else {
            answer(exchange, 200, json(name, bytes));
        }
    }

    private static void read(HttpExchange exchange, byte[] bytes) throws IOException {
        Matcher from =
                FROM.matcher(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .orElse(""));
        int start = from.lookingAt() ? Integer.parseInt(from.group(1)) : 0;
        if (start >= bytes.length && start > 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (from.lookingAt()) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        int length = bytes.length - start;
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes, start, length);
    }
}
