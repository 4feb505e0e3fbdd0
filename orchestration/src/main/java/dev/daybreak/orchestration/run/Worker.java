package dev.daybreak.orchestration.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The process that does an attempt. Process ids are used again, so the time when it started belongs to its identity.
 *
 * @param processStarted milliseconds since 1970, by the host's clock
 */
record Worker(String host, long pid, long processStarted) {
    /** Start times are computed from the time of boot, which moves a little when a clock is set. */
    private static final long SLACK_MILLIS = 5_000;

    static final Worker SELF = self();

    private static Worker self() {
        ProcessHandle process = ProcessHandle.current();
        return new Worker(hostName(), process.pid(), started(process));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
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
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> Math.abs(started(process) - processStarted) > SLACK_MILLIS)
                .orElse(true);
    }

    @Override
    public String toString() {
        return host + "/" + pid;
    }
}
