package dev.daybreak.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the usual commands on a small project once, so that the launcher can keep the classes they load in an archive. */
final class Trial {
    private static final String SOURCE =
            """
            files: {path: events/*.jsonl}
            columns:
              event_id: {type: long, required: true}
              event_time: {type: timestamp, required: true}
              page: string
            partition: {column: event_time, every: day}
            """;
    /** Mostly plain, so that they are read as such, with one that is not. */
    private static final String EVENTS =
            "{\"event_id\":1,\"event_time\":\"2023-01-01T00:00:00Z\",\"page\":\"home\"}\n".repeat(40)
                    + "{\"event_id\":2,\"event_time\":\"2023-01-02T00:00:00Z\",\"page\":\"\\u0061bout\"}\n";

    private Trial() {}

    /** @param arguments a folder that has no {@code project} in it */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]).resolve("project");
        run("--help");
        run("init", project.toString());
        Files.createDirectories(project.resolve("events"));
        Files.writeString(project.resolve("events/today.jsonl"), EVENTS);
        Files.writeString(project.resolve("sources/events.yaml"), SOURCE);
        run("run", "--project", project.toString());
        run("plan", "--project", project.toString(), "--json");
        run("query", "SELECT COUNT(*) FROM shop.daily_sales", "--project", project.toString());
        run("run", "--project", project.toString());
    }

    private static void run(String... command) {
        int status = Daybreak.run(command);
        if (status != 0) {
            System.exit(status);
        }
    }
}
