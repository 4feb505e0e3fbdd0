package dev.daybreak.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.cli.Daybreak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project in a folder, and the real command line on it, in this process. Used by one thread of the process at a time. */
final class CommandLineProject {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path folder;

    CommandLineProject(Path folder) {
        this.folder = folder;
    }

    /** What a command did. */
    record Outcome(int status, String out, String err) {
        /** Standard output as the one JSON document that it must be. */
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("Standard output is not one JSON document: '" + out + "'", e);
            }
        }

        String said() {
            return out + err;
        }
    }

    Path folder() {
        return folder;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    void file(String name, String text) {
        file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void file(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void table(String key, String header, String sql) {
        file("assets/" + key.replace('.', '/') + ".sql", "/*---\n" + header.strip() + "\n---*/\n" + sql);
    }

    /** Runs a command on this project. */
    Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--project");
        all.add(folder.toString());
        return command(all.toArray(String[]::new));
    }

    /** Runs a command line as it is. */
    static Outcome command(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int status = Daybreak.run(arguments);
            System.out.flush();
            System.err.flush();
            return new Outcome(
                    status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The rows of a query as JSON: {@code [[1,"a"]]}. */
    String rows(String sql) {
        Outcome outcome = run("query", sql, "--json");
        if (outcome.status() != 0) {
            throw new AssertionError("Query failed: " + outcome.said());
        }
        return outcome.json().get("rows").toString();
    }

    /** Snapshots of an asset's table. */
    int snapshots(String asset) {
        return run("history", asset, "--json").json().get("snapshots").size();
    }
}
