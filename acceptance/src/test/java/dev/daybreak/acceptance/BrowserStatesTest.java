package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.daybreak.project.access.PasswordHash;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pages that have nothing to show, or may not show it: they say so, and what to do. */
@Timeout(600)
final class BrowserStatesTest {
    private static final String VIEWER = "viewer-0123456789abcdef0123";
    private static final String TOKENS = "tokens: [{name: vera, role: viewer, token: " + VIEWER + "}]\n";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    Path folder;

    private ServedPages served;
    private EmbeddedPostgres store;

    @AfterEach
    void stop() throws IOException {
        if (store != null) {
            store.close();
        }
        if (served != null) {
            served.close();
        }
    }

    private CommandLineProject project(String settings) {
        CommandLineProject project = new CommandLineProject(folder.resolve("shop"));
        project.file("daybreak.yaml", "name: shop\nversion: 1\n" + settings);
        return project;
    }

    private static void table(CommandLineProject project) {
        project.table("shop.numbers", "description: Numbers", "SELECT 1 AS one");
    }

    /** At 360 and at 1280 pixels. */
    private static void look(Visit visit, String path, String name) {
        visit.assertAccessible(path);
        for (int width : new int[] {360, 1280}) {
            visit.resize(width);
            visit.assertFits(path);
            visit.screenshot(name + "-" + width);
        }
        visit.assertClean(path);
    }

    @Test
    void aProjectWithoutAnythingSaysHowToBegin() throws Exception {
        served = ServedPages.of(project(""), folder.resolve("said"));

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.DARK)) {
            for (String path : List.of("/", "/assets", "/runs")) {
                visit.open(path);
                look(visit, path, "empty" + (path.equals("/") ? "-morning" : path.replace('/', '-')));
            }
        }
    }

    @Test
    void whatNeverRanAndWhatIsNotThere() throws Exception {
        CommandLineProject project = project("");
        table(project);
        served = ServedPages.of(project, folder.resolve("said"));

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT)) {
            visit.open("/assets/shop.numbers");
            assertThat(visit.text()).contains("Never.", "None was evaluated yet.");
            look(visit, "/assets/shop.numbers", "never-ran");

            visit.open("/assets/shop.number", 404);
            assertThat(visit.text()).contains("Cannot find asset 'shop.number'.", "Did you mean 'shop.numbers'?");
            look(visit, "/assets/shop.number", "unknown-asset");

            visit.open("/runs/20230101-000000-aaaa", 404);
            assertThat(visit.text()).contains("Cannot find run '20230101-000000-aaaa'.");
            look(visit, "/runs/20230101-000000-aaaa", "unknown-run");
        }
    }

    @Test
    void whoeverIsNotKnownSignsInAndMayNotDoEverything() throws Exception {
        CommandLineProject project = project(TOKENS);
        table(project);
        served = ServedPages.of(project, folder.resolve("said"));

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT)) {
            visit.open("/assets/shop.numbers");
            assertThat(visit.page().url()).contains("/sign-in?to=");
            look(visit, "/sign-in", "sign-in-first");
            visit.page().getByLabel("Token").fill("nobody has it");
            visit.page().keyboard().press("Enter");
            visit.page().getByRole(AriaRole.ALERT).waitFor();
            visit.forgive("the server responded with a status of 403");
            look(visit, "/sign-in", "sign-in-refused");

            visit.page().getByLabel("Token").fill(VIEWER);
            visit.page().keyboard().press("Enter");
            visit.page().waitForURL("**/assets/shop.numbers");
            assertThat(visit.text()).contains("vera").doesNotContain("Bring up to date");

            visit.open("/assets/shop.numbers/materialize", 403);
            assertThat(visit.text()).contains("Cannot do this as 'vera': it needs the role operator");
            look(visit, "/assets/shop.numbers/materialize", "forbidden");
        }
    }

    @Test
    void aUserSignsInByNameAndPasswordAndOutAgain() throws Exception {
        String password = "correct horse battery";
        CommandLineProject project = project("users: [{name: ana, role: operator, password_hash: '"
                + PasswordHash.of(password, PasswordHash.FEWEST).text() + "'}]\n");
        table(project);
        served = ServedPages.of(project, folder.resolve("said"));

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT)) {
            visit.open("/assets/shop.numbers");
            visit.page().getByLabel("Name").fill("ana");
            visit.page().getByLabel("Password").fill("correct horse");
            visit.page().keyboard().press("Enter");
            visit.page().getByRole(AriaRole.ALERT).waitFor();
            visit.forgive("the server responded with a status of 403");
            look(visit, "/sign-in", "sign-in-by-name");

            visit.page().getByLabel("Name").fill("ana");
            visit.page().getByLabel("Password").fill(password);
            visit.page().keyboard().press("Enter");
            visit.page().waitForURL("**/assets/shop.numbers");
            assertThat(visit.text()).contains("ana", "Bring up to date");

            visit.page()
                    .getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out"))
                    .click();
            visit.page().waitForURL("**/sign-in**");
            assertThat(visit.text()).contains("You have signed out here.");
            visit.open("/assets/shop.numbers");
            assertThat(visit.page().url()).contains("/sign-in?to=");
            visit.assertClean("signing in and out");
        }
    }

    @Test
    void whatIsBeingReadSaysSo() throws Exception {
        CommandLineProject project = project("");
        table(project);
        project.file(
                "dashboards/one.yaml",
                "title: One\ntiles:\n  - {title: How many, chart: number, sql: SELECT one FROM shop.numbers}\n");
        assertThat(project.run("run").status()).isZero();
        served = ServedPages.of(project, folder.resolve("said"));
        List<Route> held = new ArrayList<>();

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.LIGHT)) {
            Page page = visit.page();
            page.route("**/tiles/*", held::add);
            visit.open("/dashboards/one");
            page.waitForCondition(() -> !held.isEmpty());
            assertThat(page.evaluate("getComputedStyle(document.querySelector('.filled'), '::before').content"))
                    .isEqualTo("\"It is being read...\"");
            look(visit, "/dashboards/one", "tile-loading");
            held.remove(0).resume();
            page.locator(".figure").waitFor();

            visit.open("/console");
            page.route("**/console", held::add);
            page.locator("#sql").fill("SELECT one FROM shop.numbers");
            page.keyboard().press("Control+Enter");
            page.locator("#outcome[aria-busy=true]")
                    .waitFor(new WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertThat(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Run"))
                            .first()
                            .isDisabled())
                    .isTrue();
            look(visit, "/console", "console-loading");
            page.waitForCondition(() -> !held.isEmpty());
            held.remove(0).resume();
            page.locator("#outcome table").waitFor();
            visit.assertClean("what was waited for");
        }
    }

    @Test
    void aStoreThatIsAway() throws Exception {
        store = EmbeddedPostgres.start();
        CommandLineProject project = project("metadata: {url: 'postgresql://localhost:" + store.getPort()
                + "/postgres', user: postgres, password: postgres}\n");
        table(project);
        served = ServedPages.of(project, folder.resolve("said"));

        try (Visit visit = new Visit(CHROMIUM.browser(), served.address(), 1280, ColorScheme.DARK)) {
            visit.open("/assets");
            store.close();

            visit.open("/runs", 503);
            assertThat(visit.text()).contains("Cannot reach the metadata store.");
            look(visit, "/runs", "store-away");
        }
    }
}
