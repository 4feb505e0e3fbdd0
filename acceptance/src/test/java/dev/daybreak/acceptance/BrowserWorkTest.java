package dev.daybreak.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.daybreak.acceptance.Visit.contains;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Work that is under way, as people watch it and step in: what waits, what holds it up, what is stopped and what is done again. */
@Timeout(600)
final class BrowserWorkTest {
    private static final String ENDLESS =
            "SELECT SUM(a.range * b.range % 7) AS s FROM range(4000000) a CROSS JOIN range(4000000) b";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    static Path folder;

    private static CommandLineProject project;
    private static ServedPages served;

    private Visit visit;
    private Page page;

    /** One server for all: each test has assets of its own, and leaves nothing at work. */
    @BeforeAll
    static void serve() throws Exception {
        project = new CommandLineProject(folder.resolve("works"));
        project.file(
                "daybreak.yaml", "name: works\nversion: 1\nstart: 2025-03-01\nend: 2025-03-06\npools: {small: 1}\n");
        project.table("shop.gated", "wait_for: {file: gate, every: 1 second}", "SELECT 1 AS one");
        project.table(
                "shop.gated_days",
                "partition: {column: day, every: day}\nwait_for: {file: never, every: 1 second}",
                "SELECT CAST(:start AS DATE) AS day");
        project.table("shop.closed", "wait_for: {file: never, every: 1 second}", "SELECT 1 AS one");
        project.table("shop.slow", "pool: small", ENDLESS);
        project.table("shop.slower", "pool: small", ENDLESS);
        project.table("shop.number", "retries: {most: 0}", "SELECT CAST('twelve' AS INTEGER) AS n");
        project.table("shop.square", "", "SELECT n * n AS n FROM shop.number");
        project.file("pipelines/both.yaml", "selection: [shop.slow, shop.slower]\n");
        served = ServedPages.of(project, folder.resolve("said"));
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            served.close();
        }
    }

    @BeforeEach
    void look() {
        visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT);
        page = visit.page();
    }

    @AfterEach
    void nothingWentWrong() {
        try {
            // Streams end when changed files are taken up, and are asked for again; htmx tells the console.
            visit.forgive("error: [object Event]");
            visit.assertClean(page.url());
        } finally {
            visit.close();
        }
    }

    private Locator heading() {
        return page.locator("h1");
    }

    /** The page of a run that was asked for. */
    private String materialize(String asset) {
        visit.open("/assets/" + asset + "/materialize");
        visit.click(AriaRole.BUTTON, "Bring up to date");
        page.waitForURL("**/runs/*");
        return Path.of(page.url()).getFileName().toString();
    }

    private void give(String reason, String button) {
        page.locator("input[name=reason]").fill(reason);
        visit.click(AriaRole.BUTTON, button);
    }

    @Test
    void aStepThatWaitsForAFileIsSeenAndGoesOnWhenItIsThere() {
        String run = materialize("shop.gated");
        visit.open("/sensors");
        contains(visit.main(), "file 'gate'");
        contains(page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Steps that wait")), "shop.gated");
        visit.screenshot("sensors-waiting");

        project.file("gate", "");

        contains(visit.main(), "None waits for something outside.");
        visit.open("/runs/" + run);
        contains(heading(), "succeeded");
    }

    @Test
    void whoHoldsASlotAndWhoWaitsForItIsSeenAndTheRunIsCancelled() {
        visit.open("/schedules/both");
        visit.click(AriaRole.BUTTON, "Run now");
        visit.click(AriaRole.BUTTON, "Run");
        page.waitForURL("**/runs/*");
        visit.open("/pools");
        contains(visit.main(), "1 of 1 slot in use, 1 waited for");
        contains(visit.main(), "Waiting for slots");
        visit.assertAccessible("/pools at work");
        visit.screenshot("pools-at-work");

        visit.open("/runs?state=running");
        page.locator("main a[href^='/runs/2']").first().click();
        visit.click(AriaRole.LINK, "Cancel");
        contains(visit.main(), "What is at work stops without publishing anything");
        visit.assertAccessible("before a run is cancelled");
        visit.click(AriaRole.BUTTON, "Cancel the run");

        contains(heading(), "cancelled");
        visit.open("/pools");
        contains(visit.main(), "0 of 1 slot in use, none waited for");
        assertThat(project.run("plan", "shop.slow").out()).contains("never published");
    }

    @Test
    void aStepThatWaitsIsMarkedByHand() {
        materialize("shop.closed");
        visit.click(AriaRole.LINK, "mark failed");
        contains(visit.main(), "They end at once, and the run goes on after them.");
        give("the file will not come", "Mark failed");

        contains(heading(), "failed");
        assertThat(project.run("history", "--changes").out()).contains("the file will not come");
    }

    @Test
    void aStepIsDoneAgainFromItsRowOnceItIsMended() {
        materialize("shop.square");
        contains(heading(), "failed");
        String failed = page.url();
        project.table("shop.number", "", "SELECT 12 AS n");
        visit.open("/assets/shop.number");
        contains(page.locator("pre").first(), "SELECT 12 AS n");

        page.navigate(failed);
        page.locator("a[href*='rerun-step'][aria-label^='Rerun shop.number']").click();
        contains(visit.main(), "shop.square");
        visit.click(AriaRole.BUTTON, "Rerun");

        contains(heading(), "succeeded");
        assertThat(page.url()).isNotEqualTo(failed);
        assertThat(project.rows("SELECT n FROM shop.square")).isEqualTo("[[144]]");
    }

    @Test
    void aBackfillIsPausedGoesOnAndIsCancelled() {
        visit.open("/assets/shop.gated_days/backfill?start=2025-03-01&end=2025-03-04");
        visit.click(AriaRole.BUTTON, "Begin the backfill");
        page.waitForURL("**/backfills/*");
        contains(heading(), "running");

        visit.click(AriaRole.LINK, "Pause");
        visit.assertAccessible("before a backfill is paused");
        give("the disk is full", "Pause");
        contains(heading(), "paused");
        contains(visit.main(), "the disk is full");
        visit.click(AriaRole.LINK, "Resume");
        give("there is room", "Resume");
        contains(heading(), "running");
        visit.screenshot("backfill-running");
        visit.click(AriaRole.LINK, "Cancel");
        give("not needed", "Cancel");

        contains(heading(), "cancelled");
        assertThat(visit.main()).not().containsText("Will end");
    }
}
