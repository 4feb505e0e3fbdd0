package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people, data and programs may have written is shown as what it is, wherever it is shown, and never run. */
@Timeout(600)
final class BrowserHostileTest {
    /** Markup that runs in every place where markup is taken, quotes, text from right to left, and an emoji. */
    private static final String HOSTILE =
            "<script>window.hit=1</script><img src=x onerror=\"window.hit=2\">' onfocus='window.hit=3' \"autofocus "
                    + "${7*7} {{7*7}} & \u202Eright to left \u05E9\u05DC\u05D5\u05DD \uD83D\uDE00\uD83C\uDFFD";
    /** Ten thousand characters without a place to break, with the others at their end. */
    private static final String LONG = "x".repeat(10_000) + HOSTILE;

    /** Of a column: names may hold anything, and within double quotes of a SQL text these are doubled. */
    private static final String COLUMN = HOSTILE.replace("\"", "");

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    static Path folder;

    private static CommandLineProject project;
    private static ServedPages served;
    /** One window for all pages: a new one for each costs as much as to look at the page. */
    private static Visit visit;

    private static String run;
    private static final List<String> ATTEMPTS = new ArrayList<>();

    private static String quoted(String text) {
        try {
            return new ObjectMapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String sql(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @BeforeAll
    static void serve() throws Exception {
        project = new CommandLineProject(folder.resolve("hostile"));
        project.file(
                "daybreak.yaml", "name: " + quoted(HOSTILE) + "\nversion: 1\nstart: 2023-01-01\nend: 2023-01-03\n");
        String about = "description: " + quoted(LONG) + "\nowner: " + quoted(LONG) + "\ntags: [" + quoted(HOSTILE)
                + ", " + quoted(LONG) + "]\n";
        project.table(
                "shop.words",
                about + "domain: " + quoted(LONG) + "\ncolumns: {word: {type: string, description: " + quoted(LONG)
                        + "}}\nchecks:\n"
                        + "  - expect_column_values_to_be_in_set: {column: word, value_set: [" + quoted(LONG)
                        + "]}\n    severity: warn\n",
                "SELECT " + sql(HOSTILE) + " AS word UNION ALL SELECT " + sql(LONG) + " -- " + HOSTILE);
        project.table(
                "shop.refused",
                about + "checks:\n  - expect_column_values_to_be_in_set: {column: word, value_set: [" + quoted(LONG)
                        + "]}\n",
                "SELECT word FROM shop.words");
        project.table("shop.numbers", about, "SELECT CAST(word AS INTEGER) AS n FROM shop.words");
        project.table("shop.l" + "o".repeat(120) + "ng", about, "SELECT 1 AS one FROM shop.numbers");
        project.table("shop.columns", about, "SELECT word AS " + quoted(COLUMN) + ", 1 AS n FROM shop.words");
        project.file(
                "dashboards/words.yaml",
                "title: " + quoted(HOSTILE) + "\ndescription: " + quoted(LONG) + "\nowner: " + quoted(LONG)
                        + "\ntiles:\n  - {title: " + quoted(LONG)
                        + ", chart: table, sql: \"SELECT * FROM shop.columns\"}\n"
                        + "  - {title: " + quoted(HOSTILE)
                        + ", chart: bar, sql: \"SELECT word, LENGTH(word) AS letters FROM shop.words\"}\n");
        project.file(
                "pipelines/p" + "i".repeat(120) + "peline.yaml",
                "schedule: every 1 day\nselection: shop.words\nmissed: none\n" + about);
        asHostile(() -> {
            assertThat(project.run("run").status()).isEqualTo(1);
            project.run("pause", "p" + "i".repeat(120) + "peline", "--why", LONG);
        });
        run = project.run("runs", "--state", "failed", "--json")
                .json()
                .at("/runs/0/run")
                .asText();
        for (JsonNode attempt : project.run("logs", "--json").json().get("attempts")) {
            ATTEMPTS.add(attempt.get("attempt").asText());
        }
        served = ServedPages.of(project, folder.resolve("said"), List.of("-Duser.name=" + HOSTILE));
        visit = new Visit(CHROMIUM.browser(), served.address(), 360, ColorScheme.DARK);
    }

    /** So that no page follows what another test does. */
    @AfterEach
    void leave() {
        visit.page().navigate("about:blank");
    }

    /** In an account with such a name. */
    private static void asHostile(Runnable command) {
        String name = System.getProperty("user.name");
        System.setProperty("user.name", HOSTILE);
        try {
            command.run();
        } finally {
            System.setProperty("user.name", name);
        }
    }

    @AfterAll
    static void stop() {
        if (visit != null) {
            visit.close();
        }
        if (served != null) {
            served.close();
        }
    }

    /** Opens a page at two sizes. Returns its text. */
    private static String text(String path, int status) {
        visit.resize(360);
        visit.open(path, status);
        visit.assertFits(path + " at 360");
        visit.resize(1280);
        visit.assertFits(path + " at 1280");
        visit.assertClean(path);
        assertThat(visit.text()).as(path).contains(HOSTILE).doesNotContain("&lt;script");
        return visit.text();
    }

    private static String text(String path) {
        return text(path, 200);
    }

    @Test
    void descriptionsOwnersAndTagsOfAssets() {
        assertThat(text("/assets")).contains(LONG);
        assertThat(text("/assets/shop.words")).contains(LONG, "Published last");
        assertThat(text("/assets/shop.refused")).contains(LONG);
        assertThat(text("/assets/shop.l" + "o".repeat(120) + "ng")).contains(LONG);
        text("/assets/shop.words/materialize");
    }

    @Test
    void columnsRowsAndWhatIsDrawnOfThem() {
        assertThat(text("/assets/shop.columns")).contains(COLUMN);
        text("/assets/shop.columns/sample");
        text("/lineage?asset=shop.columns");
        text("/lineage?asset=shop.columns&column=" + encoded(COLUMN));
        text("/dashboards");
        text("/dashboards/words");
        text("/dashboards/words/tiles/1");
        text("/dashboards/words/tiles/2");
        text("/console?sql=" + encoded("SELECT * FROM shop.columns -- " + HOSTILE));
    }

    @Test
    void whatIsFoundCheckedAndPlanned() {
        assertThat(text("/checks")).contains("did not fit", LONG.substring(0, 400));
        text("/checks?asset=" + encoded("shop.words"));
        text("/search?q=" + encoded(HOSTILE));
        text("/search?q=window");
        text("/schedules");
        text("/schedules/p" + "i".repeat(120) + "peline");
        text("/schedules/p" + "i".repeat(120) + "peline/resume");
        for (String path : List.of("/calendar", "/sensors", "/pools", "/backfills", "/models", "/endpoints")) {
            text(path);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void whatFailedAndWhyAPipelineRests() {
        assertThat(text("/")).contains("paused by " + HOSTILE + ": ", "shop.numbers", "shop.refused");
    }

    @Test
    void runsByWhomeverAndTheirErrors() {
        text("/runs");
        assertThat(text("/runs/" + run)).contains("shop.numbers");
        text("/runs/" + run + "/rerun");
        ATTEMPTS.forEach(attempt -> text("/attempts/" + attempt));
    }

    @Test
    void whatAnAddressSays() {
        String encoded = encoded(HOSTILE);
        for (String path : List.of(
                "/runs?state=" + encoded + "&pipeline=" + encoded + "&after=1." + encoded,
                "/assets/shop.words?year=" + encoded,
                "/?" + encoded + "=" + encoded,
                "/sign-in?to=" + encoded)) {
            text(path);
        }
        String inPath = encoded.replace("%2F", "%7C");
        for (String path : List.of("/assets/" + inPath, "/runs/" + inPath, "/attempts/" + inPath)) {
            visit.resize(360);
            visit.open(path, 404);
            assertThat(visit.text()).as(path).contains("<script>window.hit=1<|script>");
            visit.assertFits(path);
            visit.assertClean(path);
        }
    }

    @Test
    void filesThatCannotBeUsed() {
        Path broken = project.path("assets/shop/broken.sql");
        project.file("assets/shop/broken.sql", "/*---\n" + quoted(HOSTILE) + ": 1\n---*/\nSELECT 1 AS one");
        try (Visit own = new Visit(CHROMIUM.browser(), served.address(), 360, ColorScheme.LIGHT)) {
            own.open("/assets");
            Locator problems = own.page().getByLabel("Files of the project");
            problems.getByText("window.hit").first().waitFor();
            own.assertFits("/assets with a file that cannot be used");
            own.assertClean("/assets with a file that cannot be used");

            broken.toFile().delete();
            // What follows a page while files are taken up is cut off and begins anew, which the console tells: not in
            // the window of another test.
            problems.waitFor(new WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        } finally {
            broken.toFile().delete();
        }
    }

    @Test
    void namesThatAreCheckedAreRefused() {
        CommandLineProject other = new CommandLineProject(folder.resolve("names"));
        other.file(
                "daybreak.yaml",
                "name: names\nversion: 1\ntokens: [{name: " + quoted(HOSTILE)
                        + ", role: viewer, token: 0123456789abcdef0123456789}]\n");
        other.file("assets/shop/<img src=x onerror=hit()>.sql", "/*---\n---*/\nSELECT 1 AS one");
        other.file("pipelines/\"quoted\" \u05E9.yaml", "selection: shop.words\n");

        assertThat(other.run("validate").said())
                .contains(
                        "Invalid name '<img src=x onerror=hit()>'",
                        "Invalid name '\"quoted\" \u05E9'",
                        "daybreak.yaml:3");
    }
}
