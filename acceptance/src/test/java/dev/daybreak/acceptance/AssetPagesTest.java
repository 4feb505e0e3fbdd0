package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page of an asset tells of a real table, and what putting the table back from there comes to. */
@Timeout(120)
final class AssetPagesTest {
    private static final String PAGE = "/assets/shop.daily_sales";
    private static final String SUM = "SELECT SUM(orders) AS orders FROM shop.daily_sales";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CommandLineProject project;
    private ServedPages served;

    @BeforeEach
    void serveWhatWasPublishedTwice() throws Exception {
        project = new CommandLineProject(folder.resolve("shop"));
        CommandLineProject.command("init", project.folder().toString());
        project.table(
                "shop.total",
                "inputs: {shop.daily_sales: {whole: true}}",
                "SELECT SUM(orders) AS orders FROM shop.daily_sales");
        assertThat(project.run("run").status()).isZero();
        Path sql = project.path("assets/shop/daily_sales.sql");
        Files.writeString(sql, Files.readString(sql).replace("COUNT(*)", "2 * COUNT(*)"));
        assertThat(project.run("run").status()).isZero();
        served = ServedPages.of(project, folder.resolve("said"));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(served.address() + path)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Files and snapshots are read aside. */
    private String pageWith(String text) throws IOException, InterruptedException {
        String page = page(PAGE);
        while (!page.contains(text)) {
            assertThat(served.runFor(50)).as(served.output()).isTrue();
            page = page(PAGE);
        }
        return page;
    }

    private void put(String link, String why) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(served.address() + link))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("reason=" + why)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    }

    private static String link(String page, String verb) {
        Matcher matcher =
                Pattern.compile("href=\"([^\"]+)\" aria-label=\"" + verb).matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    @Test
    void tellsFilesSnapshotsAndTextAndPutsTheTableBackAndForward() throws Exception {
        String page = pageWith("Snapshots");
        assertThat(page)
                .contains("2 * COUNT(*)", "As it runs for 2", "TIMESTAMP '2")
                .contains("The largest of 5 partitions", "Delete files", "what readers see")
                .contains("shop.total", "5 published", "data-chart");

        String back = link(page, "Put back to it");
        assertThat(page(back))
                .contains("Other rows, or none, in shop.daily_sales for 5 partitions")
                .contains("Then stale or missing: shop.daily_sales for 5 partitions")
                .contains("Then stale or missing: shop.total");
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
        put(back, "twice+as+many");

        assertThat(project.rows(SUM)).isEqualTo("[[45]]");
        assertThat(project.run("history", "--changes").out()).contains("rollback", "shop.daily_sales", "twice as many");
        String forward = link(pageWith("Put forward to it"), "Put forward to it");
        put(forward, "it+was+right");
        assertThat(project.rows(SUM)).isEqualTo("[[90]]");
        assertThat(project.run("plan").out()).contains("Everything is up to date.");
        HttpResponse<String> source =
                send(HttpRequest.newBuilder(URI.create(served.address() + "/assets/raw.orders/rollback?to=1")));
        assertThat(source.statusCode()).isEqualTo(400);
        assertThat(source.body()).contains("it is a source");
    }
}
