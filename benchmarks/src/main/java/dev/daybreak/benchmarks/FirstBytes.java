package dev.daybreak.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how long the first byte of each page of a served project takes, over loopback. Pages are those that links lead to from the first; of pages
 * of one kind, such as of runs, a few. Prints a line for the table: what, measured, bar and note, with tabs between; and each kind of page on
 * standard error.
 */
public final class FirstBytes {
    private static final int TIMES = 20;
    private static final int OF_A_KIND = 3;
    private static final Pattern ADDRESS = Pattern.compile("http://[\\d.]+:\\d+/");
    private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[^\"#]*)[\"#]");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI root;

    private FirstBytes(URI root) {
        this.root = root;
    }

    /** @param args the script {@code daybreak}, and the folder of a project that was run, such as the demo's */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process serve = new ProcessBuilder(
                        Path.of(args[0]).toString(), "serve", "--port", "0", "--workers", "0", "--project", args[1])
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    new FirstBytes(URI.create(address.group())).measure();
                    return;
                }
                System.err.println(line);
            }
            throw new IllegalStateException("It is not served.");
        } finally {
            serve.destroy();
            serve.waitFor();
        }
    }

    /** A page with what its first byte took, in milliseconds. */
    private record Page(String path, double median, double most, int bytes) {}

    private void measure() throws IOException, InterruptedException {
        List<Page> pages = new ArrayList<>();
        for (String path : paths()) {
            double[] millis = new double[TIMES];
            int bytes = 0;
            for (int i = 0; i < TIMES; i++) {
                long began = System.nanoTime();
                HttpResponse<InputStream> response = get(path, BodyHandlers.ofInputStream());
                millis[i] = (System.nanoTime() - began) / 1e6;
                try (InputStream body = response.body()) {
                    bytes = body.readAllBytes().length;
                }
            }
            Arrays.sort(millis);
            pages.add(new Page(path, millis[TIMES / 2], millis[TIMES - 1], bytes));
        }
        pages.sort(Comparator.comparing(Page::median).reversed());
        pages.forEach(page -> System.err.printf(
                "%6.1f ms, at most %6.1f, %,9d bytes  %s%n", page.median(), page.most(), page.bytes(), page.path()));
        Page slowest = pages.get(0);
        Page largest = pages.stream().max(Comparator.comparing(Page::bytes)).orElseThrow();
        System.out.printf(
                "first byte of %d pages on the demo\tmedian of the slowest %.1f ms (`%s`)\t50 ms\tthe largest page is %,d KB (`%s`)%n",
                pages.size(), slowest.median(), slowest.path(), largest.bytes() / 1000, largest.path());
    }

    private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(root.resolve(path)).build(), handler);
    }

    /** What links lead to. */
    private List<String> paths() throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of("/"));
        while (!open.isEmpty()) {
            String path = open.remove();
            if (!seen.add(path) || kinds.merge(kind(path), 1, Integer::sum) > OF_A_KIND) {
                continue;
            }
            HttpResponse<String> response = get(path, BodyHandlers.ofString());
            // What is saved as a file, such as an exported dashboard, is none.
            boolean isPage =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")
                            && response.headers()
                                    .firstValue("Content-Disposition")
                                    .isEmpty();
            if (response.statusCode() != 200 || !isPage) {
                continue;
            }
            found.add(path);
            LINK.matcher(response.body())
                    .results()
                    .forEach(link -> open.add(link.group(1).replace("&amp;", "&")));
        }
        return found;
    }

    /** The path without what names one of many: {@code /runs/*}. */
    private static String kind(String path) {
        String[] parts = path.replaceFirst("\\?.*", "?").split("/");
        for (int i = 2; i < parts.length; i++) {
            parts[i] = i == 2 ? "*" : parts[i];
        }
        return String.join("/", parts);
    }
}
