package dev.daybreak.acceptance.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place in a query where tasks wait until the test lets them on. A task says by a file which process it waits in, so the test can
 * end that very process and know what is lost. Executors have a jar with this class alone.
 *
 * @param folder of the gate's own
 */
public record Gate(Path folder) {
    private static final String WAITING = "waiting-";
    private static final String OPEN = "open-";
    private static final String ALL = OPEN + "all";
    private static final long MILLIS_BETWEEN = 20;

    /** A condition for WHERE that is true, once the gate is open for the process that asks. */
    String condition() {
        return "java_method('%s', 'pass', '%s') = 'true'".formatted(Gate.class.getName(), folder);
    }

    /** What tasks call. */
    public static boolean pass(String folder) throws IOException, InterruptedException {
        Path gate = Path.of(folder);
        String process = Long.toString(ProcessHandle.current().pid());
        while (!Files.exists(gate.resolve(ALL)) && !Files.exists(gate.resolve(OPEN + process))) {
            touch(gate.resolve(WAITING + process));
            Thread.sleep(MILLIS_BETWEEN);
        }
        return true;
    }

    /** So many processes at least with a task that waits. */
    List<ProcessHandle> awaitWaiting(int processes) {
        return Awaiting.something(processes + " processes that wait at " + folder, () -> Optional.of(waiting())
                .filter(found -> found.size() >= processes));
    }

    private List<ProcessHandle> waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(WAITING))
                    .map(name -> Long.parseLong(name.substring(WAITING.length())))
                    .flatMap(process -> ProcessHandle.of(process).stream())
                    .toList();
        }
    }

    /** For the tasks of one process. */
    void open(ProcessHandle process) throws IOException {
        touch(folder.resolve(OPEN + process.pid()));
    }

    /** For all, from now on. */
    void open() throws IOException {
        touch(folder.resolve(ALL));
    }

    private static void touch(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Another task of the process said so.
        }
    }
}
