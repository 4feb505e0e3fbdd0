package dev.daybreak.orchestration.alert;

import dev.daybreak.project.alert.AlertTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a process for each message. */
final class CommandChannel implements Channel {
    /** Longer output is not told. */
    private static final int LONGEST_OUTPUT = 300;

    private final List<String> arguments;
    private final Path folder;

    /** @param folder that the process begins in */
    CommandChannel(AlertTarget.Command command, Path folder) {
        this.arguments = command.arguments();
        this.folder = folder;
    }

    @Override
    public void send(Message message) throws IOException, InterruptedException {
        // Files in place of pipes: a process that reads nothing, or whose children go on writing, holds nobody up.
        Path input = Files.createTempFile("daybreak-alert", ".json");
        Path output = Files.createTempFile("daybreak-alert", ".txt");
        try {
            Files.writeString(input, message.json());
            ProcessBuilder builder = new ProcessBuilder(arguments)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true);
            addTo(builder.environment(), message);
            int status = run(builder);
            if (status != 0) {
                throw new IOException("it ended with status " + status + firstLine(output));
            }
        } finally {
            Files.deleteIfExists(input);
            Files.deleteIfExists(output);
        }
    }

    private static void addTo(Map<String, String> environment, Message message) {
        environment.put("DAYBREAK_ALERT", message.id());
        for (String name : List.of("project", "kind", "pipeline", "run", "outcome", "asset")) {
            String value = message.value(name);
            if (!value.isEmpty()) {
                environment.put("DAYBREAK_" + name.toUpperCase(java.util.Locale.ROOT), value);
            }
        }
    }

    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            return process.waitFor();
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String firstLine(Path output) throws IOException {
        byte[] bytes = Files.readAllBytes(output);
        String line = new String(bytes, 0, Math.min(bytes.length, LONGEST_OUTPUT), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        return line.isEmpty() ? "" : ": " + line;
    }

    /** Arguments may hold secrets; the program's name tells what failed. */
    @Override
    public List<String> secrets() {
        return arguments.subList(1, arguments.size());
    }
}
