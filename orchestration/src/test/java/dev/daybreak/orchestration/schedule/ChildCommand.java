package dev.daybreak.orchestration.schedule;

import dev.daybreak.engine.ChildClasses;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.orchestration.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that tests start by the dozen: an archive has their classes. */
public final class ChildCommand {
    private static final List<String> JVM = List.of(
            ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildCommand() {}

    /**
     * The command that starts one.
     *
     * @param options more for its JVM
     */
    public static List<String> of(Class<?> program, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(options);
        command.addAll(ChildClasses.options(JVM, ChildCommand.class.getName()));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Loads what most of them load: schedules and works once. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (Store store = TestDatabase.await(folder);
                PublishedRows rows = new PublishedRows(folder)) {
            StormProcess.scheduler(store, () -> StormProcess.BEGIN.plus(Duration.ofHours(1)))
                    .look();
            StormProcess.worker(store, folder, rows).workOff();
        }
    }
}
