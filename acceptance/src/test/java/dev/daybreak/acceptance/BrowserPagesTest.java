package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every page as people see and use it, on a small project with real tables, a model, and something that failed. */
@Timeout(600)
final class BrowserPagesTest {
    private static final int[] WIDTHS = {2560, 1280, 360};
    /** Keys that are pressed on each page, and how many stops even the smallest has for them; what is beyond is looked at by a script. */
    private static final int KEYS = 30;

    private static final int FEWEST_STOPS = 5;
    private static final int MOST_STOPS = 200;
    private static final String NOTE_STOPS =
            """
            () => {
                window.stops = [];
                document.addEventListener('focusin', event => {
                    const outline = getComputedStyle(event.target);
                    const shows = event.target.id === 'content'
                        || outline.outlineStyle !== 'none' && parseFloat(outline.outlineWidth) >= 2;
                    window.stops.push(shows ? '' : event.target.outerHTML.slice(0, 160));
                });
            }
            """;
    private static final String FOCUS_THAT_DOES_NOT_SHOW =
            """
            most => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
                .filter(stop => !stop.disabled && stop.checkVisibility())
                .slice(0, most)
                .filter(stop => {
                    stop.focus();
                    const outline = getComputedStyle(stop);
                    return document.activeElement === stop
                        && (outline.outlineStyle === 'none' || parseFloat(outline.outlineWidth) < 2);
                })
                .map(stop => stop.outerHTML.slice(0, 160))
            """;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    static Path folder;

    static final List<SitePage> PAGES = SitePage.ALL;

    private static ServedPages served;
    /** One window for all pages: a new one for each costs as much as to look at the page. */
    private static Visit visit;

    private static String run;
    private static String attempt;
    private static String backfill;

    @BeforeAll
    static void serve() throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("recommender"));
        SmallRecommender.write(project.folder());
        SmallRecommender.replace(
                project.path("assets/features/user_days.sql"), "owner: growth", "owner: growth\nfresh: by 06:00");
        project.table(
                "features.devices",
                "description: Devices by number\nowner: growth",
                "SELECT DISTINCT CAST(device AS INTEGER) AS device FROM raw.clicks");
        assertThat(project.run("run").status()).isEqualTo(1);
        JsonNode failed = project.run("runs", "--state", "failed", "--json").json();
        run = failed.at("/runs/0/run").asText();
        for (JsonNode one : project.run("logs", "--json").json().get("attempts")) {
            if (one.get("state").asText().equals("failed")) {
                attempt = one.get("attempt").asText();
            }
        }
        backfill = project.run(
                        "backfill",
                        "features.user_days",
                        "--start",
                        "2023-01-01",
                        "--end",
                        "2023-01-03",
                        "--only",
                        "all",
                        "--queue",
                        "--json")
                .json()
                .get("backfill")
                .asText();
        served = ServedPages.of(project, folder.resolve("said"));
        visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT);
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

    private static String path(SitePage page) {
        return page.path()
                .replace("{run}", run)
                .replace("{attempt}", Objects.requireNonNull(attempt))
                .replace("{backfill}", backfill);
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void canBeReadAndUsedByEverybody(SitePage page) {
        visit.prefer(ColorScheme.LIGHT);
        visit.open(path(page));
        visit.settle();

        visit.assertAccessible(page.path() + " in light colours");
        for (int width : WIDTHS) {
            visit.resize(width);
            visit.assertFits(page.path() + " at " + width);
            visit.screenshot(page.name() + "-" + width);
        }
        visit.resize(1280);
        visit.prefer(ColorScheme.DARK);
        visit.assertAccessible(page.path() + " in dark colours");
        visit.screenshot(page.name() + "-dark");
        assertTheKeyboardLeadsThrough();
        visit.assertClean(page.path());
    }

    private static void assertTheKeyboardLeadsThrough() {
        visit.tabTo("Skip to the content");
        assertThat(visit.page().locator(".skip").boundingBox().x).isNotNegative();
        visit.page().keyboard().press("Enter");
        assertThat(visit.page().evaluate("document.activeElement.id")).isEqualTo("content");
        visit.page().evaluate(NOTE_STOPS);
        for (int i = 0; i < KEYS; i++) {
            visit.page().keyboard().press("Tab");
        }
        List<?> stops = (List<?>) visit.page().evaluate("window.stops");
        assertThat(stops).as("stops of the keyboard").hasSizeGreaterThanOrEqualTo(FEWEST_STOPS);
        assertThat(stops).as("where the focus is shows").allMatch(""::equals);
        // The keyboard was used last, so what a script moves the focus to shows it as if a key had.
        assertThat(visit.page().evaluate(FOCUS_THAT_DOES_NOT_SHOW, MOST_STOPS))
                .as("where the focus is shows, further down")
                .isEqualTo(List.of());
    }

    @Test
    void anAssetIsBroughtUpToDateByTheKeyboardAlone() {
        visit.open("/assets/features.user_days");

        visit.tabTo("Bring up to date");
        visit.page().keyboard().press("Enter");
        visit.page().waitForURL("**/materialize");
        visit.tabTo("Bring up to date");
        visit.page().keyboard().press("Enter");
        visit.page().waitForURL("**/runs/*");

        assertThat(visit.text()).contains("features.user_days");
        visit.assertClean("a run that was asked for by keyboard");
    }
}
