package dev.daybreak.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The machine's Chromium, one for all tests of a process; tests are skipped where there is none. It is the one that the environment variable {@code
 * DAYBREAK_CHROMIUM} names, or else is on the {@code PATH}. Nothing is downloaded.
 */
final class Chromium implements BeforeAllCallback {
    static final String VARIABLE = "DAYBREAK_CHROMIUM";
    /** The first has no window that it could show, and takes half the processor time for the same pages. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome");

    private Started started;

    /** Ends with the process's last test. */
    private record Started(Playwright playwright, Browser browser) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Path> program = find();
        Assumptions.assumeTrue(
                program.isPresent(),
                "no Chromium: none of " + String.join(", ", NAMES) + " is on the PATH, and " + VARIABLE
                        + " names none (on Debian: apt-get install chromium-headless-shell)");
        started = context.getRoot()
                .getStore(Namespace.create(Chromium.class))
                .computeIfAbsent(Started.class, key -> start(program.orElseThrow()), Started.class);
    }

    private static Optional<Path> find() {
        String named = System.getenv(VARIABLE);
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : NAMES.stream().flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)));
        return places.filter(Files::isExecutable).findFirst();
    }

    private static Started start(Path program) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Without a sandbox, since tests may run as root; what they open is their own.
        Browser browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        return new Started(playwright, browser);
    }

    Browser browser() {
        return started.browser();
    }
}
