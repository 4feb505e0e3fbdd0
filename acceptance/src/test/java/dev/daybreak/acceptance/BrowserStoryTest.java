package dev.daybreak.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.daybreak.acceptance.Visit.contains;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A morning on which something has failed, with nothing but a browser and an editor. */
@Timeout(600)
final class BrowserStoryTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    Path folder;

    @Test
    void whatFailedIsFoundMendedAndDoneAgainWhilePagesTellIt() throws Exception {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nversion: 1\n");
        project.table("shop.words", "description: What was said", "SELECT 'twelve' AS word");
        project.table("shop.numbers", "description: As numbers", "SELECT CAST(word AS INTEGER) AS n FROM shop.words");
        project.table("shop.sums", "description: Their sum", "SELECT SUM(n) AS s FROM shop.numbers");
        project.run("run");

        try (ServedPages served = ServedPages.of(project, folder.resolve("said"));
                Visit morning = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT);
                Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT)) {
            morning.open("/");
            contains(verdict(morning), "1 failed");
            visit.open("/");

            Locator card = visit.page().locator(".card.bad");
            contains(card, "shop.numbers");
            contains(card, "1 asset hangs on it");
            card.getByText("run ").click();
            assertThat(heading(visit)).containsText("failed");
            visit.page().locator("tr:has-text('failed') a[href^='/attempts/']").click();
            contains(visit.page().locator(".log .error").first(), "twelve");
            visit.page().goBack();
            String failed = visit.page().url();

            project.table("shop.numbers", "description: As numbers", "SELECT LENGTH(word AS n FROM shop.words");
            contains(visit.page().getByLabel("Files of the project"), "assets/shop/numbers.sql");
            contains(morning.page().getByLabel("Files of the project"), "cannot be used as they are");
            morning.assertAccessible("/ with files that cannot be used");

            project.table("shop.numbers", "description: As numbers", "SELECT LENGTH(word) AS n FROM shop.words");
            assertThat(visit.page().getByLabel("Files of the project")).hasCount(0, count());
            visit.open("/assets/shop.numbers");
            contains(visit.page().locator("pre").first(), "SELECT LENGTH(word) AS n");
            visit.page().navigate(failed);
            visit.click(AriaRole.LINK, "Rerun");
            contains(visit.main(), "shop.numbers");
            visit.click(AriaRole.BUTTON, "Rerun");

            contains(heading(visit), "succeeded");
            contains(verdict(morning), "Everything is up to date.");
            for (Visit one : List.of(visit, morning)) {
                // Streams end when changed files are taken up, and are asked for again; htmx tells the console.
                one.forgive("error: [object Event]");
                one.assertClean("the story");
            }
            org.assertj.core.api.Assertions.assertThat(project.rows("SELECT s FROM shop.sums"))
                    .isEqualTo("[[6]]");
        }
    }

    private static HasCountOptions count() {
        return new HasCountOptions().setTimeout(Visit.PATIENCE_MILLIS);
    }

    private static Locator verdict(Visit visit) {
        return visit.page().locator(".verdict");
    }

    private static Locator heading(Visit visit) {
        return visit.page().locator("h1");
    }
}
