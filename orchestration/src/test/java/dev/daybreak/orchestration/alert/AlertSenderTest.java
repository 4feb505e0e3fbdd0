package dev.daybreak.orchestration.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.daybreak.orchestration.store.JsonText;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.StoreClock;
import dev.daybreak.orchestration.store.TestDatabase;
import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.AlertTarget.Channel;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.alert.MailServer;
import dev.daybreak.project.alert.MailServer.Security;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages on their way: to a web server, a mail server and a process, all real. */
@Timeout(60)
class AlertSenderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2023-01-02T06:00:00Z"));
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, AlertTarget> targets = new HashMap<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private final CountDownLatch released = new CountDownLatch(1);
    private Optional<MailServer> mail = Optional.empty();
    private Store store;
    private Outbox outbox;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        store = TestDatabase.open(folder);
        outbox = new Outbox(store, StoreClock.of(now::get));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        server.createContext("/hook", exchange -> {
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + exchange.getRequestHeaders().getFirst("X-Team") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.createContext("/hangs", exchange -> {
            requests.add("hangs");
            await();
        });
        server.createContext("/drips", exchange -> {
            requests.add("drips");
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        released.countDown();
        server.stop(0);
        store.close();
    }

    private void target(String name, Channel channel, Duration timeout) {
        targets.put(name, new AlertTarget(name, channel, AlertTarget.DEFAULT_LIMIT, timeout));
    }

    private AlertTarget.Webhook hook(String path) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new AlertTarget.Webhook(url, Map.of("X-Team", "growth"));
    }

    private AlertSender sender() {
        return new AlertSender(outbox, new Alerts(targets, mail, List.of(), List.of()), folder, notes::add);
    }

    private void add(String target) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", "run");
        document.put("project", "shop");
        document.put("text", "[shop] Run r1 failed: café closed");
        document.put("pipeline", "nightly");
        document.put("run", "r1");
        document.put("outcome", "failed");
        document.put("error", Map.of("message", "Cannot read 'x'."));
        store.jdbi().useTransaction(handle -> outbox.add(handle, "run.r1", List.of(target), document));
    }

    private int send() {
        try (AlertSender sender = sender()) {
            return sender.sendAll();
        }
    }

    private AlertRecord only() {
        assertThat(outbox.latest(10)).hasSize(1);
        return outbox.latest(10).get(0);
    }

    @Test
    void aWebhookGetsADocumentWithItsIdAndHeaders() {
        target("chat", hook("/hook?key=secret-key"), TIMEOUT);
        add("chat");

        assertThat(send()).isOne();

        assertThat(requests).singleElement().satisfies(request -> assertThat(request)
                .startsWith("POST application/json run.r1.chat growth {\"id\":\"run.r1.chat\",\"kind\":\"run\",")
                .contains("\"text\":\"[shop] Run r1 failed: café closed\""));
        assertThat(send()).isZero();
        assertThat(only().state()).isEqualTo(AlertState.SENT);
    }

    @Test
    void aStatusThatIsNoSuccessIsTriedAgainWithTheSameId() {
        target("chat", hook("/hook?key=secret-key"), TIMEOUT);
        add("chat");
        status.set(503);
        assertThat(send()).isZero();
        status.set(302);
        now.set(now.get().plusSeconds(5));
        assertThat(send()).isZero();
        status.set(200);
        now.set(now.get().plusSeconds(10));

        assertThat(send()).isOne();

        assertThat(requests).hasSize(3).allSatisfy(request -> assertThat(request)
                .contains(" run.r1.chat "));
        assertThat(notes.get(0))
                .startsWith("Cannot send alert run.r1.chat to 'chat': it answered with status 503; trying again in ");
        assertThat(notes.get(1)).contains("status 302");
    }

    @Test
    void noAnswerTellsNoSecretOfTheAddress() {
        AlertTarget.Webhook hook = hook("/hook?key=secret-key");
        server.stop(0);
        target("chat", hook, TIMEOUT);
        add("chat");

        assertThat(send()).isZero();

        assertThat(only().failure()).contains("nothing answers there");
        assertThat(notes.toString()).doesNotContain("secret-key");
    }

    @Test
    @SuppressWarnings("try") // The threads go on by themselves until they are closed.
    void aWebhookThatHangsIsLeftAloneAndHoldsUpNoOther() throws InterruptedException {
        target("hangs", hook("/hangs"), Duration.ofMillis(300));
        target("drips", hook("/drips"), Duration.ofMillis(300));
        target("chat", hook("/hook"), TIMEOUT);
        add("hangs");
        add("drips");
        assertThat(send()).isZero();
        assertThat(outbox.latest(10))
                .extracting(alert -> alert.failure().orElse(""))
                .allSatisfy(failure -> assertThat(failure).isNotEmpty());

        // With a thread for each target the others do not even wait for the timeout.
        targets.put(
                "hangs", new AlertTarget("hangs", hook("/hangs"), AlertTarget.DEFAULT_LIMIT, Duration.ofMinutes(10)));
        now.set(now.get().plusSeconds(5));
        int before = requests.size();
        RunAlerts runs = new RunAlerts(store, outbox, "shop", Alerts.NONE, List.of());
        try (AlertThreads threads = new AlertThreads(runs, sender(), notes::add)) {
            while (!requests.subList(before, requests.size()).contains("hangs")) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            add("chat");
            while (outbox.latest(10).stream().noneMatch(alert -> alert.state() == AlertState.SENT)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    @Test
    void twoSendersSendOnce() throws Exception {
        target("chat", hook("/hook"), TIMEOUT);
        add("chat");
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            senders.add(new Thread(this::send));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(requests).hasSize(1);
    }

    @Test
    void aMailServerGetsALetterWithItsIdInMessageId() throws Exception {
        GreenMail greenMail = mailServer();
        try {
            target("oncall", new AlertTarget.Email(List.of("ana@example.com", "ben@example.com")), TIMEOUT);
            mail = Optional.of(server(greenMail.getSmtp().getPort(), "hunter2", Security.NONE));
            add("oncall");

            assertThat(send()).isOne();

            MimeMessage[] received = greenMail.getReceivedMessages();
            assertThat(received).hasSize(2);
            assertThat(received[0].getMessageID()).isEqualTo("<run.r1.oncall@example.com>");
            assertThat(received[0].getSubject()).isEqualTo("[shop] Run r1 failed: café closed");
            assertThat(received[0].getFrom()[0]).hasToString("daybreak@example.com");
            assertThat(received[0].getSentDate()).isNotNull();
            assertThat(String.valueOf(received[0].getContent()).replace("\r", ""))
                    .startsWith("[shop] Run r1 failed: café closed\n\n")
                    .contains("pipeline: nightly\nrun: r1\noutcome: failed\nerror:\n  message: Cannot read 'x'.");
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void aMailServerThatRefusesThePasswordOrCannotKeepSecretsGetsNothing() throws Exception {
        GreenMail greenMail = mailServer();
        try {
            target("oncall", new AlertTarget.Email(List.of("ana@example.com")), TIMEOUT);
            mail = Optional.of(server(greenMail.getSmtp().getPort(), "wrong-password", Security.NONE));
            add("oncall");
            assertThat(send()).isZero();
            assertThat(only().failure().orElseThrow()).contains("535").doesNotContain("wrong-password");

            mail = Optional.of(server(greenMail.getSmtp().getPort(), "hunter2", Security.STARTTLS));
            now.set(now.get().plusSeconds(5));
            assertThat(send()).isZero();
            assertThat(only().failure().orElseThrow()).contains("STARTTLS");
            assertThat(greenMail.getReceivedMessages()).isEmpty();
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void aMailServerThatSaysNothingIsLeftAlone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            target("oncall", new AlertTarget.Email(List.of("ana@example.com")), Duration.ofMillis(300));
            mail = Optional.of(server(silent.getLocalPort(), "hunter2", Security.NONE));
            add("oncall");

            assertThat(send()).isZero();
            assertThat(only().failure()).isPresent();
        }
    }

    private static GreenMail mailServer() throws UserException {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        greenMail.getManagers().getUserManager().createUser("daybreak@example.com", "daybreak", "hunter2");
        return greenMail;
    }

    private static MailServer server(int port, String password, Security security) {
        return new MailServer("127.0.0.1", port, "daybreak", password, "daybreak@example.com", security);
    }

    @Test
    void aCommandGetsTheDocumentAndWhatItIsAbout() throws IOException {
        target(
                "pager",
                new AlertTarget.Command(List.of("sh", "-c", "cat > got; env | grep ^DAYBREAK_ | sort >> got")),
                TIMEOUT);
        add("pager");

        assertThat(send()).isOne();

        String got = Files.readString(folder.resolve("got"));
        String json = got.substring(0, got.lastIndexOf('}') + 1);
        assertThat(JsonText.read(json)).isEqualTo(only().document());
        assertThat(got.substring(json.length()).lines())
                .contains(
                        "DAYBREAK_ALERT=run.r1.pager",
                        "DAYBREAK_KIND=run",
                        "DAYBREAK_OUTCOME=failed",
                        "DAYBREAK_PIPELINE=nightly",
                        "DAYBREAK_PROJECT=shop",
                        "DAYBREAK_RUN=r1");
    }

    @Test
    void aCommandThatFailsIsTriedAgainAndItsFirstLineIsKept() {
        target(
                "pager",
                new AlertTarget.Command(
                        List.of("sh", "-c", "echo no route for $0; echo more; exit 3", "secret-argument")),
                TIMEOUT);
        add("pager");

        assertThat(send()).isZero();

        assertThat(only().failure()).contains("it ended with status 3: no route for ***");
    }

    @Test
    void aCommandThatIsNotThereIsTold() {
        target("pager", new AlertTarget.Command(List.of("./no-such-program")), TIMEOUT);
        add("pager");

        assertThat(send()).isZero();

        assertThat(only().failure().orElseThrow()).contains("./no-such-program");
    }

    @Test
    void aCommandThatHangsIsKilledWithItsChildren() throws Exception {
        target(
                "pager",
                new AlertTarget.Command(List.of("sh", "-c", "sleep 1000 & echo $! > child; wait")),
                Duration.ofSeconds(1));
        add("pager");

        assertThat(send()).isZero();

        assertThat(only().failure()).contains("it did not accept it within 1 second");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        while (ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
