package dev.daybreak.engine.spark;

import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether somebody listens where Spark is said to be: Spark itself would try for minutes, without a word. */
final class ServerAddress {
    private static final int DEFAULT_PORT = 15002;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern URL = Pattern.compile("sc://(\\[[^]]+]|[^/:;]+)(?::(\\d{1,5}))?(/.*)?");

    private ServerAddress() {}

    /**
     * Tries once to connect to a server.
     *
     * @param url of Spark Connect, such as {@code sc://host:15002/;token=...}
     * @throws DaybreakException UNREACHABLE if nothing listens there
     */
    static void requireReachable(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            // The client says what is wrong with it.
            return;
        }
        String address = parts.group(1) + ":" + (parts.group(2) == null ? DEFAULT_PORT : parts.group(2));
        require(
                "Cannot reach Spark at ",
                List.of(address),
                "Start a Spark Connect server there or correct the address");
    }

    /**
     * Tries each of a master's addresses once, until one answers.
     *
     * @throws DaybreakException UNREACHABLE if none does
     */
    static void requireMaster(Spark.Master master) {
        if (!master.addresses().isEmpty()) {
            require(
                    "Cannot reach the master of Spark at ",
                    master.addresses(),
                    "Start it or correct 'master' in daybreak.yaml");
        }
    }

    private static void require(String what, List<String> addresses, String mend) {
        List<String> tried = new ArrayList<>();
        IOException cause = null;
        for (String address : addresses) {
            int colon = address.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(address.substring(colon + 1));
                socket.connect(new InetSocketAddress(address.substring(0, colon), port), (int) PATIENCE.toMillis());
                return;
            } catch (IOException e) {
                tried.add(address + ": " + (e instanceof UnknownHostException ? "no such host" : e.getMessage()));
                cause = e;
            } catch (IllegalArgumentException e) {
                tried.add(address + ": " + e.getMessage());
            }
        }
        throw new DaybreakException(
                ErrorCode.UNREACHABLE,
                what + String.join("; ", tried) + " (tried once, for up to " + PATIENCE.toSeconds() + " s).",
                mend + ", and run again: nothing was changed.",
                cause);
    }
}
