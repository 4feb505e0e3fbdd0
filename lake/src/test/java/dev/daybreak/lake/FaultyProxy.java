package dev.daybreak.lake;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a server and does to requests what networks and busy servers do, by a plan. Each connection serves one request. */
public final class FaultyProxy implements Closeable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final int MOST_HEAD_BYTES = 1 << 16;

    private final ServerSocket server;
    private final int upstream;
    private final Function<String, Fault> plan;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);

    /** What becomes of a request. */
    public enum Fault {
        NONE,
        /** It is answered by 500, and not passed on. */
        ERROR,
        /** It is answered by 503 SlowDown, and not passed on. */
        SLOW_DOWN,
        /** It is not answered, and not passed on. */
        SILENCE,
        /** It is passed on, and the connection is cut before the answer. */
        LOST_ANSWER,
        /** It is passed on, and the connection is cut in the middle of the answer. */
        HALF_ANSWER
    }

    /**
     * Begins to listen.
     *
     * @param upstream the port of the server
     * @param plan asked once for the head of each request, by one thread at a time
     */
    public FaultyProxy(int upstream, Function<String, Fault> plan) throws IOException {
        this.upstream = upstream;
        this.plan = plan;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How often each was done. */
    public Map<Fault, Integer> done() {
        synchronized (done) {
            return new EnumMap<>(done);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection that ended: that is what this is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            open.add(client);
            inBackground(() -> {
                try (client) {
                    serve(client);
                } finally {
                    open.remove(client);
                }
            });
        }
    }

    private Fault next(String head) {
        synchronized (done) {
            Fault fault = plan.apply(head);
            done.merge(fault, 1, Integer::sum);
            return fault;
        }
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        if (head.isEmpty()) {
            return;
        }
        Fault fault = next(head);
        switch (fault) {
            case NONE, LOST_ANSWER, HALF_ANSWER -> pass(client, head, fault);
            case ERROR -> refuse(client, head, "500 Internal Server Error", "InternalError");
            case SLOW_DOWN -> refuse(client, head, "503 Slow Down", "SlowDown");
            case SILENCE -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4 && head.size() < MOST_HEAD_BYTES) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static long bodyBytes(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Long.parseLong(length.group(1)) : 0;
    }

    private static void refuse(Socket client, String head, String status, String code) throws IOException {
        boolean isBodyHeldBack = head.toLowerCase(Locale.ROOT).contains("expect: 100-continue");
        if (!isBodyHeldBack) {
            client.getInputStream().skipNBytes(bodyBytes(head));
        }
        String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>by plan</Message></Error>";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status
                                + "\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    private void pass(Socket client, String head, Fault fault) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            open.add(server);
            String once = head.replaceFirst("(?im)^connection: .*\r\n", "");
            once = once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n";
            server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
            inBackground(() -> client.getInputStream().transferTo(server.getOutputStream()));
            if (fault == Fault.NONE) {
                server.getInputStream().transferTo(client.getOutputStream());
            } else {
                answerInPart(server, client, fault);
            }
        } finally {
            open.removeIf(Socket::isClosed);
        }
    }

    private static void answerInPart(Socket server, Socket client, Fault fault) throws IOException {
        String first = head(server.getInputStream());
        if (first.startsWith("HTTP/1.1 100")) {
            client.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
            first = head(server.getInputStream());
        }
        byte[] rest = server.getInputStream().readAllBytes();
        if (fault == Fault.HALF_ANSWER) {
            client.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
            client.getOutputStream().write(rest, 0, rest.length / 2);
            client.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
