package dev.daybreak.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

/** One server for all features. */
class WebServerTest {
    private static final List<AccessToken> TOKENS =
            List.of(new AccessToken("ana", Role.ADMIN, "0123456789abcdef0123456789"));

    private final AtomicInteger closed = new AtomicInteger();
    private final List<String> answered = new CopyOnWriteArrayList<>();

    private Feature feature(Handler handler) {
        return new Feature() {
            @Override
            public List<Route> routes() {
                return List.of(Route.of(HandlerType.GET, "/things/{name}", Role.VIEWER, handler));
            }

            @Override
            public void answered(String method, String route, int status, Duration took) {
                answered.add(method + " " + route + " " + status);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static HttpResponse<String> get(WebServer server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    private HttpResponse<String> answer(Handler handler) throws IOException, InterruptedException {
        try (WebServer server = WebServer.start("localhost", 0, List.of(), List.of(feature(handler)))) {
            return get(server, "/things/one");
        }
    }

    @Test
    void anAddressThatOthersReachIsRefusedWithoutTokens() {
        for (String host : new String[] {"0.0.0.0", "::"}) {
            assertThatThrownBy(() -> WebServer.start(host, 0, List.of(), List.of(feature(ctx -> {}))))
                    .isInstanceOfSatisfying(DaybreakException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE);
                        assertThat(e.mend()).contains("tokens: [{name: ana, role: admin");
                    })
                    .hasMessage("Cannot listen on " + host
                            + " without tokens: whoever reaches it could start, stop and change runs.");
        }
        assertThatThrownBy(() -> WebServer.start("no.such.host.invalid", 0, List.of(), List.of()))
                .hasMessage("Invalid --host 'no.such.host.invalid': no such address.");
        assertThat(closed).as("features are closed").hasValue(2);
    }

    @Test
    void withTokensAnyAddressMayBeListenedOn() throws Exception {
        try (WebServer server = WebServer.start("0.0.0.0", 0, TOKENS, List.of(feature(ctx -> ctx.result("one"))))) {
            assertThat(get(server, "/things/one").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoeverIsRefusedIsToldThoughTheBodyComesLater() throws Exception {
        try (WebServer server = WebServer.start("127.0.0.1", 0, TOKENS, List.of(feature(ctx -> ctx.result("one"))))) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket("127.0.0.1", server.port())) {
                    socket.setTcpNoDelay(true);
                    OutputStream out = socket.getOutputStream();
                    out.write("GET /things/one HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    out.write("{}".getBytes(StandardCharsets.US_ASCII));
                    out.flush();

                    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            .startsWith("HTTP/1.1 401")
                            .contains("\"mend\"");
                }
            }
        }
    }

    @Test
    void aStoreThatIsAwayIsToldAsUnavailable() throws Exception {
        HttpResponse<String> response = answer(ctx -> {
            throw new ConnectionException(new SQLException("refused", "08006"));
        });

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(response.body()).contains("\"UNREACHABLE\"", "Cannot reach the metadata store.");
    }

    @Test
    void aDefectIsToldWithoutItsInside() throws Exception {
        HttpResponse<String> response = answer(ctx -> {
            throw new IllegalStateException("secret");
        });

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("\"INTERNAL\"").doesNotContain("secret");
    }

    @Test
    void everyAnswerIsToldToFeaturesByItsRouteAndNotItsPath() throws Exception {
        assertThat(answer(ctx -> ctx.result("one")).body()).isEqualTo("one");
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(), List.of(feature(ctx -> {})))) {
            assertThat(get(server, "/nowhere/<b>".replace("<", "%3C").replace(">", "%3E"))
                            .statusCode())
                    .isEqualTo(404);
        }

        assertThat(answered).containsExactly("GET /things/{name} 200", "GET none 404");
        assertThat(closed).hasValue(2);
    }

    @Test
    void othersTakeOverAndRequestsThatWereBegunAreFinished() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Feature before = feature(ctx -> {
            if (ctx.pathParam("name").equals("slow")) {
                begun.countDown();
                goOn.await();
            }
            ctx.result("before, and " + closed.get() + " closed");
        });
        Feature after = feature(ctx -> ctx.result("after"));
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(), List.of(before))) {
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> {
                try {
                    return get(server, "/things/slow").body();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            begun.await();
            CompletableFuture<Void> replaced = CompletableFuture.runAsync(
                    () -> server.prepare(Admission.THIS_MACHINE, List.of(after)).run());
            while (!get(server, "/things/quick").body().equals("after")) {
                assertThat(closed).hasValue(0);
            }
            goOn.countDown();

            assertThat(slow.get()).isEqualTo("before, and 0 closed");
            replaced.get();
            assertThat(closed).hasValue(1);
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void whatGoesOnIsNotClosedAndTokensAreTheNewOnes() throws Exception {
        Feature goesOn = feature(ctx -> ctx.result("one"));
        try (WebServer server = WebServer.start("127.0.0.1", 0, List.of(), List.of(goesOn))) {
            server.prepare(Admission.of(TOKENS), List.of(goesOn)).run();

            assertThat(closed).hasValue(0);
            assertThat(get(server, "/things/one").statusCode()).isEqualTo(401);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void tokensMayNotGoWhereOthersReachIt() throws Exception {
        Feature feature = feature(ctx -> ctx.result("one"));
        try (WebServer server = WebServer.start("0.0.0.0", 0, TOKENS, List.of(feature))) {
            assertThatThrownBy(() -> server.prepare(Admission.THIS_MACHINE, List.of(feature(ctx -> {}))))
                    .hasMessageContaining("Cannot listen on 0.0.0.0 without tokens");

            assertThat(closed).as("what is refused is not needed any more").hasValue(1);
            assertThat(get(server, "/things/one").statusCode()).isEqualTo(401);
        }
    }
}
