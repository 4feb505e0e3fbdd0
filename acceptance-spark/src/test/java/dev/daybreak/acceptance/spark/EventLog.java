package dev.daybreak.acceptance.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a driver notes down of its work, until it ends or is killed.
 *
 * @param application its name on the cluster
 */
record EventLog(Path folder, String application) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** That of the first driver that logs there; empty if there is none yet. */
    static Optional<EventLog> find(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".inprogress", ""))
                    .sorted()
                    .findFirst()
                    .map(application -> new EventLog(folder, application));
        }
    }

    /** The stages of so many tasks, in their order. */
    List<Integer> stages(int tasks) throws IOException {
        return events("StageSubmitted")
                .map(event -> event.get("Stage Info"))
                .filter(stage -> stage.get("Number of Tasks").asInt() == tasks)
                .map(stage -> stage.get("Stage ID").asInt())
                .distinct()
                .toList();
    }

    /** The stages that were begun more than once. */
    List<Integer> triedAgain() throws IOException {
        return events("StageSubmitted")
                .map(event -> event.get("Stage Info"))
                .filter(stage -> stage.get("Stage Attempt ID").asInt() > 0)
                .map(stage -> stage.get("Stage ID").asInt())
                .toList();
    }

    /** How the tasks of a stage ended, each way with how many did. */
    Map<String, Integer> ends(int stage) throws IOException {
        Map<String, Integer> ends = new TreeMap<>();
        events("TaskEnd")
                .filter(event -> event.get("Stage ID").asInt() == stage)
                .forEach(event -> ends.merge(event.at("/Task End Reason/Reason").asText(), 1, Integer::sum));
        return ends;
    }

    /** The executor that was the last to write what a later stage reads; empty if there is none yet. */
    Optional<String> lastToShuffle() throws IOException {
        return events("TaskEnd")
                .filter(event -> event.at("/Task Metrics/Shuffle Write Metrics/Shuffle Bytes Written")
                                .asLong()
                        > 0)
                .map(event -> event.at("/Task Info/Executor ID").asText())
                .reduce((earlier, later) -> later);
    }

    /** Those of a kind; a line that is not yet written to its end is left out. */
    private Stream<JsonNode> events(String kind) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        String text = Files.readString(file());
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            if (line.contains("\"SparkListener" + kind + "\"")) {
                events.add(JSON.readTree(line));
            }
        }
        return events.stream();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(application))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
