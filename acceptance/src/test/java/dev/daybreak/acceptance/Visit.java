package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A window of a browser in which somebody looks at the pages of a server. What goes wrong in it is kept: errors of scripts, what its console tells, and
 * what the pages' policy refused.
 */
final class Visit implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** Whatever of a page's data is run as a script sets {@code hit}. */
    private static final String WATCH =
            """
            window.refused = [];
            document.addEventListener('securitypolicyviolation',
                event => window.refused.push(event.violatedDirective + ' ' + event.blockedURI));
            """;
    /** Set by hostile data if it is run. */
    private static final String HIT = "window.hit";

    /** How long is waited for what is to appear. */
    static final double PATIENCE_MILLIS = 90_000;

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final List<String> errors = new ArrayList<>();

    /** @param address of the server, without a slash at its end */
    Visit(Browser browser, String address, int width, ColorScheme scheme) {
        this(
                browser,
                address,
                new NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    }

    /** In a browser of another kind, such as one in another time zone. */
    Visit(Browser browser, String address, NewContextOptions kind) {
        this.address = address;
        this.context = browser.newContext(kind);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addInitScript(WATCH);
        this.page = context.newPage();
        page.onPageError(error -> errors.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (Set.of("error", "warning").contains(message.type())) {
                errors.add(message.type() + ": " + message.text());
            }
        });
        page.onDialog(dialog -> {
            errors.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    Page page() {
        return page;
    }

    /** Opens a page, which is to answer so. */
    void open(String path, int status) {
        int answered = page.navigate(address + path).status();
        assertThat(answered).as(path).isEqualTo(status);
        if (status >= 400) {
            forgive("the server responded with a status of " + status);
        }
    }

    /** Waits until everything that a page asks for after it was shown is there. */
    void settle() {
        PlaywrightAssertions.assertThat(page.locator("[hx-trigger=load]:has-text('Show it')"))
                .hasCount(0);
    }

    /** What the console has told with these words was wanted. */
    void forgive(String words) {
        errors.removeIf(error -> error.contains(words));
    }

    void open(String path) {
        open(path, 200);
    }

    /** The colours that the browser asks for from now on. */
    void prefer(ColorScheme scheme) {
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
    }

    /** Another size of the same window. */
    void resize(int width) {
        page.setViewportSize(width, 900);
    }

    /** All of the page's text. */
    String text() {
        return page.textContent("body");
    }

    /** Nothing went wrong in this window since it was last asked, and nothing was run that is not the server's. */
    void assertClean(String path) {
        List<String> told = List.copyOf(errors);
        errors.clear();
        assertThat(told).as(path).isEmpty();
        assertThat(page.evaluate("window.refused")).as(path).isEqualTo(List.of());
        assertThat(page.evaluate(HIT)).as(path).isNull();
    }

    /** What is wider than the window scrolls by itself; the page does not. */
    void assertFits(String path) {
        Object tooWide = page.evaluate(
                """
                () => {
                    const wide = document.documentElement.clientWidth;
                    if (document.documentElement.scrollWidth <= wide) {
                        return [];
                    }
                    const isInside = element => element.closest('.scroll, pre, .log, svg, .hidden');
                    return [...document.querySelectorAll('body *')]
                        .filter(element => element.getBoundingClientRect().right > wide + 1 && !isInside(element))
                        .map(element => element.outerHTML.slice(0, 160))
                        .concat('the page is ' + document.documentElement.scrollWidth + ' wide, the window ' + wide);
                }
                """);
        assertThat(tooWide).as(path).isEqualTo(List.of());
    }

    /** Whoever uses a screen reader, or sees colours otherwise, can use the page, as far as axe can tell. */
    void assertAccessible(String path) {
        List<String> violations = new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + "\n"
                                + rule.getNodes().stream()
                                        .limit(5)
                                        .map(node -> "  " + node.getHtml() + "\n  " + node.getFailureSummary())
                                        .collect(Collectors.joining("\n")))
                        .toList();
        assertThat(violations).as(path).isEmpty();
    }

    /** For people, where they ask for it; nothing compares it. */
    void screenshot(String name) {
        if (!Boolean.getBoolean("screenshots")) {
            return;
        }
        page.screenshot(new ScreenshotOptions()
                .setFullPage(true)
                .setType(ScreenshotType.JPEG)
                .setQuality(90)
                .setPath(SCREENSHOTS.resolve(name + ".jpg")));
    }

    /** Goes on with the key until what has the focus has these words. */
    void tabTo(String words) {
        for (int i = 0; i < 200; i++) {
            page.keyboard().press("Tab");
            if (words.equals(focused())) {
                return;
            }
        }
        throw new AssertionError("'" + words + "' is not reached by the keyboard on " + page.url());
    }

    /** Clicks the first of what has this name. */
    void click(AriaRole role, String name) {
        page.getByRole(role, new GetByRoleOptions().setName(name)).first().click();
    }

    /** Waits until the words are there. */
    static void contains(Locator where, String words) {
        PlaywrightAssertions.assertThat(where)
                .containsText(words, new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** The page without what all pages have around them. */
    Locator main() {
        return page.locator("main");
    }

    /** The words of what has the focus. */
    String focused() {
        return String.valueOf(page.evaluate("document.activeElement.textContent.trim()"));
    }

    @Override
    public void close() {
        context.close();
    }
}
