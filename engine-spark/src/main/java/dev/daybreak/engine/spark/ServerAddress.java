package dev.daybreak.engine.spark;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host and port in a URL of Spark Connect, such as {@code sc://host:15002/;token=...}. */
final class ServerAddress {
    private static final int DEFAULT_PORT = 15002;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern URL = Pattern.compile("sc://(\\[[^]]+]|[^/:;]+)(?::(\\d{1,5}))?(/.*)?");

    private ServerAddress() {}

    /**
     * Tries once to connect: Spark's client would try for minutes, without a word.
     *
     * @throws DaybreakException UNREACHABLE if nothing listens there
     */
    static void requireReachable(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            // The client says what is wrong with it.
            return;
        }
        String host = parts.group(1);
        int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof UnknownHostException ? "no such host" : e.getMessage();
            throw new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot reach Spark at " + host + ":" + port + ": " + why + " (tried once, for up to "
                            + PATIENCE.toSeconds() + " s).",
                    "Start a Spark Connect server there or correct the address, and run again: nothing was changed.",
                    e);
        }
    }
}
