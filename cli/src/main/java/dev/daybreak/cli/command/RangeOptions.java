package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.request.Request;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is about. */
final class RangeOptions {
    static final String SELECTION =
            "name, +name (with everything upstream), name+ (downstream), tag:x, owner:x, domain:x, pipeline:x or stale.";

    @Parameters(
            arity = "0..*",
            paramLabel = "SELECTION",
            description = {SELECTION, "Default: everything."})
    private List<String> selection = new ArrayList<>();

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "First partition, a date or date and time. Default: the project's start.",
            order = 1)
    private String start;

    @Option(
            names = "--end",
            paramLabel = "TIME",
            description = "End of the last partition, exclusive. Default: the project's end, or now.",
            order = 2)
    private String end;

    Request request(Workspace workspace) {
        return workspace.requests().ofRange(selection, start, end);
    }

    /** The partitions that start at some times, instead of a range. */
    Request request(Workspace workspace, List<String> starts) {
        return workspace.requests().ofPartitions(selection, starts);
    }

    boolean hasSelection() {
        return !selection.isEmpty();
    }

    boolean hasRange() {
        return start != null || end != null;
    }

    /** Whether nothing is left to defaults. */
    boolean isComplete() {
        return !selection.isEmpty() && start != null && end != null;
    }
}
