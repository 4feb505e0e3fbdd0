package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} on a project, in a process of its own. */
final class ServedPages implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Serving pages at (http://127\\.0\\.0\\.1:\\d+)/");

    private final ChildProcess process;
    private final String address;

    private ServedPages(ChildProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it, and waits until it answers.
     *
     * @param said gets what it prints
     * @param more options of {@code serve}
     */
    static ServedPages of(CommandLineProject project, Path said, String... more)
            throws IOException, InterruptedException {
        return of(project, said, List.of(), more);
    }

    /** @param jvmOptions system properties and the like */
    static ServedPages of(CommandLineProject project, Path said, List<String> jvmOptions, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--port", "0", "--project", project.folder().toString()));
        arguments.addAll(List.of(more));
        ChildProcess process = ChildProcess.start(said, jvmOptions, arguments.toArray(String[]::new));
        Matcher matcher = ADDRESS.matcher("");
        while (!matcher.find()) {
            assertThat(process.runFor(50)).as(process.output()).isTrue();
            matcher.reset(process.output());
        }
        return new ServedPages(process, matcher.group(1));
    }

    /** Without a slash at its end. */
    String address() {
        return address;
    }

    /** Lets it go on for a while; true if it is still running then. */
    boolean runFor(long millis) throws InterruptedException {
        return process.runFor(millis);
    }

    String output() throws IOException {
        return process.output();
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = process.children();
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
