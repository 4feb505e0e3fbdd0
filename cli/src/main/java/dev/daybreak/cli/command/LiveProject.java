package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.alert.AlertThreads;
import dev.daybreak.orchestration.alert.Watching;
import dev.daybreak.orchestration.schedule.Scheduler;
import dev.daybreak.orchestration.schedule.SchedulerThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A project as its files were read once, and what goes on by itself with it while it is served: it is begun, and ended when the files are read anew.
 * For one thread at a time, but for {@link #sinceLook()}.
 */
final class LiveProject implements AutoCloseable {
    private static final Duration FRESHNESS_LOOKS = Duration.ofSeconds(10);
    private static final Duration LATE_LOOKS = Duration.ofMinutes(1);

    private final Workspace workspace;
    private final Output output;
    private final Scheduler scheduler;
    private final List<AutoCloseable> goingOn = new ArrayList<>();
    private volatile Optional<SchedulerThread> scheduling = Optional.empty();

    /** @param workspace belongs to it from now on */
    LiveProject(Workspace workspace, Output output) {
        this.workspace = workspace;
        this.output = output;
        this.scheduler = workspace.service().scheduler();
    }

    Workspace workspace() {
        return workspace;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** How long ago its scheduler looked last; not at all before it has begun. */
    Duration sinceLook() {
        return scheduling.map(SchedulerThread::sinceLook).orElse(Duration.ZERO);
    }

    /** Runs are queued from now on, and people told what they are to be told. */
    void begin() {
        SchedulerThread thread = new SchedulerThread(scheduler, output::note);
        scheduling = Optional.of(thread);
        goingOn.add(thread);
        goingOn.add(new AlertThreads(
                workspace.service().runAlerts(), workspace.service().alertSender(output::note), output::note));
        goingOn.add(new Watching(
                "look for late partitions", FRESHNESS_LOOKS, workspace.service().freshnessWatch()::look, output::note));
        goingOn.add(new Watching(
                "look for late data", LATE_LOOKS, workspace.service().lateWatch()::look, output::note));
        goingOn.add(ServeCommand.following(workspace, output));
    }

    /** Queues and tells nothing more; it can still be asked. */
    void end() {
        for (int i = goingOn.size() - 1; i >= 0; i--) {
            try {
                goingOn.get(i).close();
            } catch (Exception e) {
                output.note("Cannot end what goes on: " + e.getMessage());
            }
        }
        goingOn.clear();
    }

    /** Ends it, and closes the project. */
    @Override
    public void close() {
        end();
        workspace.close();
    }
}
