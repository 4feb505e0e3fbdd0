package dev.daybreak.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.daybreak.acceptance.Visit.contains;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What each page is there for, done as people do it, by mouse and keyboard. What follows a failure is in {@link BrowserStoryTest}. */
@Timeout(600)
final class BrowserActsTest {
    private static final String DAYS = "/assets/features.user_days";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    static Path folder;

    private static ServedPages served;

    private Visit visit;
    private Page page;

    @BeforeAll
    static void serve() throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("recommender"));
        SmallRecommender.write(project.folder());
        assertThat(project.run("run").status()).isZero();
        // A second version, which may be judged not better: it is put into production by hand.
        SmallRecommender.replace(project.path("models/click_model.yaml"), "rounds: 8", "rounds: 9");
        assertThat(project.run("run").status()).isZero();
        project.run("promote", "click_model", "2", "--why", "to begin with");
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
        visit.assertClean(page.url());
        visit.close();
    }

    private void confirm(String reason, String button) {
        page.locator("input[name=reason]").fill(reason);
        visit.click(AriaRole.BUTTON, button);
    }

    @Test
    void aRangeThatIsDraggedOverIsComputedAgainAndTheTablePutBack() {
        visit.open(DAYS);
        page.locator(".heat [data-from='2023-01-02']").hover();
        page.mouse().down();
        page.locator(".heat [data-from='2023-01-03']").hover();
        page.mouse().up();
        assertThat(page.getByLabel("From")).hasValue("2023-01-02");
        assertThat(page.getByLabel("Until, not included")).hasValue("2023-01-04");
        visit.click(AriaRole.BUTTON, "See what a backfill would do");
        page.locator("select[name=only]").selectOption("all");
        visit.click(AriaRole.BUTTON, "See what would be done");
        contains(visit.main(), "2 partitions in 1 run");
        visit.click(AriaRole.BUTTON, "Begin the backfill");

        page.waitForURL("**/backfills/*");
        contains(visit.main(), "100 %");
        contains(page.locator("h1"), "succeeded");

        visit.open(DAYS);
        page.locator("a:text-is('Put back to it')").first().click();
        visit.assertAccessible("before a table is put back");
        confirm("only tried", "Put it there");
        page.waitForURL("**" + DAYS);
        contains(visit.main(), "put back behind it");
    }

    @Test
    void aPipelineIsPausedAndGoesOn() {
        visit.open("/schedules");
        visit.click(AriaRole.LINK, "weekly_retrain");
        visit.click(AriaRole.LINK, "Pause");
        confirm("the disk is full", "Pause");
        contains(visit.main(), "the disk is full");
        contains(page.locator("h1"), "paused");

        visit.click(AriaRole.LINK, "Resume");
        confirm("there is room", "Resume");
        contains(page.locator("h1"), "on");
    }

    @Test
    void aVersionIsRolledBackAndPromotedAgain() {
        visit.open("/models");
        page.locator("main a[href='/models/click_model']").click();
        page.locator("input[name=compare][value='1']").check();
        page.locator("input[name=compare][value='2']").check();
        visit.click(AriaRole.BUTTON, "Compare those that are ticked");
        contains(visit.main(), "Side by side");
        visit.assertAccessible("two versions side by side");
        visit.screenshot("model-compared");

        visit.click(AriaRole.LINK, "Roll back to version 1");
        visit.assertAccessible("before a model is rolled back");
        confirm("worse for newcomers", "Roll back");
        contains(page.locator(".facts"), "version 1");
        contains(visit.main(), "worse for newcomers");
        page.locator("a[href='/models/click_model/2/promote']").click();
        confirm("better after all", "Promote");
        contains(visit.main(), "better after all");
        contains(page.locator(".facts"), "version 2");
        visit.open("/endpoints");
        contains(visit.main(), "version 2");
    }

    @Test
    void aQueryIsWrittenWithSuggestionsRunDrawnAndDownloaded() throws Exception {
        visit.open("/console");
        page.locator("#sql").pressSequentially("SELECT category, SUM(clicks) AS clicks FROM features.user_da");
        page.getByRole(AriaRole.OPTION, new GetByRoleOptions().setName("features.user_days"))
                .first()
                .waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.locator("#sql").pressSequentially(" GROUP BY category");
        page.keyboard().press("Escape");
        page.keyboard().press("Control+Enter");
        contains(page.locator("#outcome"), "Read features.user_days@");
        assertThat(page.locator("#outcome table")).containsText("kitchen");

        Download download = page.waitForDownload(() -> visit.click(AriaRole.BUTTON, "Download as CSV"));
        assertThat(Files.readString(download.path())).contains("category,clicks", "kitchen");
        page.locator("#outcome select[name=kind]").selectOption("bar");
        visit.click(AriaRole.BUTTON, "Draw");
        page.locator("#outcome [data-chart]").waitFor();
        visit.assertAccessible("the rows and the chart of a query");
        visit.screenshot("console-result");
    }

    @Test
    void aDashboardIsAskedForAnotherTimeAndTakenAlong() throws Exception {
        visit.open("/dashboards");
        visit.click(AriaRole.LINK, "Engagement");
        page.locator("select[name=category]").selectOption("kitchen");
        visit.click(AriaRole.BUTTON, "Show");
        visit.settle();
        contains(visit.main(), "features.user_days@");

        Download download = page.waitForDownload(() -> visit.click(AriaRole.LINK, "Export as a file"));
        assertThat(Files.readString(download.path())).contains("<title>", "kitchen", "features.user_days@");
    }

    @Test
    void aColumnIsFollowedThroughTheGraph() {
        visit.open("/lineage");
        page.getByLabel("Assets with this in their name").fill("user_days");
        visit.click(AriaRole.BUTTON, "Show");
        page.locator(".graph a[href*='asset=features.user_days']").first().click();
        page.locator(".chips a")
                .filter(new FilterOptions().setHasText("clicks"))
                .click();
        contains(page.locator("h1"), "features.user_days.clicks");
        contains(visit.main(), "copied or computed");
    }

    @Test
    void thingsAreFoundAndCommandsGivenByTheKeyboard() {
        visit.open("/");
        page.keyboard().press("/");
        page.keyboard().type("item_rate");
        page.keyboard().press("Enter");
        contains(visit.main(), "double of features.impressions");

        page.keyboard().press("Control+k");
        page.keyboard().type("calendar");
        page.locator("#palette [aria-selected=true]:has-text('Calendar')").waitFor();
        visit.assertAccessible("the palette");
        visit.screenshot("palette");
        page.keyboard().press("Enter");
        page.waitForURL("**/calendar");
    }

    @Test
    void runsAndChecksAreFilteredAndALogIsSearched() {
        visit.open("/runs");
        page.locator("select[name=state]").selectOption("failed");
        visit.click(AriaRole.BUTTON, "Show");
        contains(visit.main(), "No such runs");
        page.locator("select[name=state]").selectOption("succeeded");
        visit.click(AriaRole.BUTTON, "Show");
        page.locator("main a[href^='/runs/2']").last().click();
        page.locator("main a[href^='/attempts/']").first().click();
        page.getByLabel("Lines with").fill("Partition");
        visit.click(AriaRole.BUTTON, "Show");
        assertThat(page.locator(".log mark").first()).hasText(Pattern.compile("partition", Pattern.CASE_INSENSITIVE));

        visit.open("/checks");
        page.locator("select[name=asset]").selectOption("features.user_days");
        visit.click(AriaRole.BUTTON, "Show");
        page.waitForURL("**/checks?**asset=features.user_days**");
        contains(visit.main(), "expect_column_values_to_not_be_null");
    }

    @Test
    void theCalendarTellsTimesOfTheProjectAndOfWhoeverLooks() {
        try (Visit away = new Visit(
                CHROMIUM.browser(),
                served.address(),
                new NewContextOptions().setViewportSize(1280, 900).setTimezoneId("Asia/Tokyo"))) {
            away.open("/calendar?month=2027-01");
            Locator calendar = away.page().locator("main");

            contains(calendar, "in brackets in Asia/Tokyo, where this browser is");
            contains(calendar, "05:00 (Thu 14:00)");
            away.assertClean("/calendar");
        }
    }
}
