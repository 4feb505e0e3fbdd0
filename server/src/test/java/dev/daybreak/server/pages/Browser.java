package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks for pages and sends forms, as a browser does. What every page must be is looked at with each. */
public final class Browser {
    /** What one page may weigh. */
    private static final int MOST_CHARACTERS = 300_000;

    private final ApiServer server;

    public Browser(ApiServer server) {
        this.server = server;
    }

    /** A page that must be there. */
    public String page(String path) {
        Answer answer = server.send(server.request(path));
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
        assertThat(answer.text().replaceAll("<script src=\"/static/[a-z]+\\.js\" defer></script>", ""))
                .doesNotContain("<script", " style=", " onclick=");
        assertThat(answer.text().length()).as(path).isLessThan(MOST_CHARACTERS);
        return answer.text();
    }

    /** Loads a page until it is as it is to be, as some of it is found out aside. */
    public String await(String path, Predicate<String> wanted) {
        String page = page(path);
        while (!wanted.test(page)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            page = page(path);
        }
        return page;
    }

    public int status(String path) {
        return server.send(server.request(path)).status();
    }

    public Answer post(String path, String form) {
        return server.send(server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Where one is led after a form was sent. */
    public String location(String path, String form) {
        Answer answer = post(path, form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        return answer.response().headers().firstValue("Location").orElseThrow();
    }

    /** Does what a page of the same address asks about, for a reason; an empty one is not given. */
    public Answer confirm(String path, String reason) {
        return post(path, form(reason));
    }

    /** The same, and it must be done; where the browser is sent. */
    public String confirmed(String path, String reason) {
        return location(path, form(reason));
    }

    private static String form(String reason) {
        return reason.isEmpty() ? "" : "reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
    }
}
