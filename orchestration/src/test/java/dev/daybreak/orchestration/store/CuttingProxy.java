package dev.daybreak.orchestration.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between this process and its PostgreSQL server, and cuts the connection in the middle of every so many commits: in turns before
 * the server has got it, and after the server has done it but before its answer is here. Statements must come as text:
 * {@code preferQueryMode=simple}.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;

    private final ServerSocket listening;
    private final int server;
    private final int every;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean isCutting = true;

    /** @param server the port of the server on this host */
    public CuttingProxy(int server, int every) throws IOException {
        this(0, server, every);
    }

    /** @param port where to listen; 0: anywhere */
    CuttingProxy(int port, int server, int every) throws IOException {
        this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.every = every;
        threads.execute(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Commits that the server never got. */
    public int lost() {
        return lost.get();
    }

    /** Commits that the server did, and of which its client does not know. */
    public int unanswered() {
        return unanswered.get();
    }

    /** Lets everything through from now on. */
    public void mend() {
        isCutting = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), server));
                threads.execute(connection::toServer);
                threads.execute(connection::toClient);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private enum Cut {
        NOTHING,
        COMMIT,
        ANSWER
    }

    private final class Connection {
        private final Socket client;
        private final Socket upstream;
        private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NOTHING);

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        private Cut next(byte[] bytes, int length) {
            boolean isCommit = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
            if (!isCommit || !isCutting) {
                return Cut.NOTHING;
            }
            int number = commits.incrementAndGet();
            return number % every != 0 ? Cut.NOTHING : number / every % 2 == 0 ? Cut.COMMIT : Cut.ANSWER;
        }

        void toServer() {
            try (InputStream in = client.getInputStream();
                    OutputStream out = upstream.getOutputStream()) {
                byte[] bytes = new byte[MOST_BYTES];
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    cut.set(next(bytes, length));
                    if (cut.get() == Cut.COMMIT) {
                        lost.incrementAndGet();
                        break;
                    }
                    out.write(bytes, 0, length);
                }
            } catch (IOException broken) {
                // So is the other side.
            } finally {
                close();
            }
        }

        void toClient() {
            try (InputStream in = upstream.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                byte[] bytes = new byte[MOST_BYTES];
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    if (cut.get() == Cut.ANSWER) {
                        unanswered.incrementAndGet();
                        break;
                    }
                    out.write(bytes, 0, length);
                }
            } catch (IOException broken) {
                // So is the other side.
            } finally {
                close();
            }
        }

        private void close() {
            try (client;
                    upstream) {
                // Both at once, or each would wait for the other.
            } catch (IOException e) {
                // They are closed.
            }
        }
    }
}
