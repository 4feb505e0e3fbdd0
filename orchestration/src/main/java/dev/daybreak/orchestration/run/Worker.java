package dev.daybreak.orchestration.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The process that does an attempt. Process ids are used again, so the time when it started belongs to its identity.
 *
 * @param processStarted on Linux ticks since the host was started, which nothing changes; elsewhere milliseconds since 1970, by the
 *     host's clock
 */
record Worker(String host, long pid, long processStarted) {
    /** What the system knows of processes. Java tells start times by the clock, and other ones after it was set. */
    private static final Path PROCESSES = Path.of("/proc");
    /** Where a line of it has the start, after the name in parentheses, which may hold anything. */
    private static final int START_FIELD = 19;

    private static final boolean IS_TOLD_IN_TICKS = Files.isReadable(PROCESSES.resolve("self/stat"));
    /** Start times in milliseconds are computed from the time of boot, which moves a little when a clock is set. */
    private static final long SLACK = IS_TOLD_IN_TICKS ? 0 : 5_000;

    static final Worker SELF = self();

    private static Worker self() {
        ProcessHandle process = ProcessHandle.current();
        return new Worker(hostName(), process.pid(), started(process).orElse(0));
    }

    /** When a process started; empty if that cannot be told. */
    private static OptionalLong started(ProcessHandle process) {
        if (!IS_TOLD_IN_TICKS) {
            return process.info().startInstant().stream()
                    .mapToLong(Instant::toEpochMilli)
                    .findFirst();
        }
        try {
            String line = Files.readString(PROCESSES.resolve(process.pid() + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            return OptionalLong.of(Long.parseLong(fields[START_FIELD]));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Without asking a name server where that can be avoided: it may take seconds. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            String name = System.getenv("COMPUTERNAME");
            return name != null ? name : localHost();
        }
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    boolean isHere() {
        return host.equals(SELF.host);
    }

    /** Whether the process is known to be gone; of processes on other hosts nothing is known. */
    boolean isGone() {
        if (!isHere()) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        OptionalLong started = started(process.get());
        return started.isPresent() && Math.abs(started.getAsLong() - processStarted) > SLACK;
    }

    @Override
    public String toString() {
        return host + "/" + pid;
    }
}
