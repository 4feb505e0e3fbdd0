package dev.daybreak.orchestration.sensor;

import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.MaterializationRecord;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether what a step waits for is there: one look, which takes 10 seconds at most. Thread-safe. */
public final class Looks {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Graph graph;
    private final History history;
    private final Path root;
    private final Rows rows;
    /** Made when it is needed first: its thread stands in native code, for which a JVM that ends waits 0.3 s. */
    private static final class Http {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .connectTimeout(LONGEST)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** How a database outside is asked. */
    public interface Rows {
        /**
         * Whether a query yields a row.
         *
         * @param connection a name of {@code daybreak.yaml}
         * @throws RuntimeException with a message for people if it cannot be asked
         */
        boolean isAny(String connection, String sql);
    }

    /** @param root what paths are relative to */
    public Looks(Graph graph, History history, Path root, Rows rows) {
        this.graph = graph;
        this.history = history;
        this.root = root;
        this.rows = rows;
    }

    /**
     * What is not there yet.
     *
     * @param words what is waited for, as in "file 'landing/2023-01-01.csv'"
     * @param due when it is there at the earliest; empty if nobody knows
     */
    public record Missing(Sensor sensor, String words, Optional<Instant> due) {}

    /** The first thing that is missing; empty if all is there. Later ones are not looked for. */
    public Optional<Missing> missing(List<Sensor> sensors, DataInterval interval, Instant now) {
        for (Sensor sensor : sensors) {
            Optional<Missing> missing = missing(sensor, interval, now);
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }

    private Optional<Missing> missing(Sensor sensor, DataInterval interval, Instant now) {
        Sensor.Condition condition = sensor.condition();
        if (condition instanceof Sensor.TimePassed time) {
            Instant due = time.due(interval);
            return now.isBefore(due)
                    ? Optional.of(new Missing(sensor, "time " + due, Optional.of(due)))
                    : Optional.empty();
        }
        String words = words(condition, interval);
        try {
            return isThere(condition, interval)
                    ? Optional.empty()
                    : Optional.of(new Missing(sensor, words, Optional.empty()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Missing(sensor, words, Optional.empty()));
        } catch (IOException | RuntimeException e) {
            return Optional.of(new Missing(sensor, words + " (cannot look: " + e.getMessage() + ")", Optional.empty()));
        }
    }

    private String words(Sensor.Condition condition, DataInterval interval) {
        if (condition instanceof Sensor.FileThere file) {
            return "file '" + file.path().fill(interval, graph.zone()) + "'";
        }
        if (condition instanceof Sensor.UrlAnswers answer) {
            return "status " + answer.status() + " of " + answer.url().fill(interval, graph.zone());
        }
        if (condition instanceof Sensor.RowFound row) {
            return "a row in '" + row.connection() + "' of: " + row.sql().fill(interval, graph.zone());
        }
        return "asset '" + ((Sensor.Published) condition).asset() + "' for " + IntervalText.of(interval, graph.zone());
    }

    private boolean isThere(Sensor.Condition condition, DataInterval interval)
            throws IOException, InterruptedException {
        if (condition instanceof Sensor.FileThere file) {
            return isFile(root.resolve(file.path().fill(interval, graph.zone())));
        }
        if (condition instanceof Sensor.UrlAnswers answer) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(answer.url().fill(interval, graph.zone())))
                    .timeout(LONGEST)
                    .build();
            return Http.CLIENT
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == answer.status();
        }
        if (condition instanceof Sensor.RowFound row) {
            return rows.isAny(row.connection(), row.sql().fill(interval, graph.zone()));
        }
        return isPublished(((Sensor.Published) condition).asset(), interval);
    }

    /** The last part may be a glob; hidden files are not found by one. */
    private static boolean isFile(Path path) throws IOException {
        if (Files.exists(path)) {
            return true;
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(folder, path.getFileName().toString())) {
            return found.iterator().hasNext();
        }
    }

    private boolean isPublished(AssetKey asset, DataInterval interval) {
        Set<DataInterval> published = history.published(asset).stream()
                .map(MaterializationRecord::interval)
                .collect(Collectors.toSet());
        return graph.find(asset)
                .flatMap(node -> node.asset().cut())
                .filter(cut -> !interval.isAll())
                .map(cut -> published.containsAll(cut.overlapping(interval, graph.zone())))
                .orElse(!published.isEmpty());
    }
}
