package dev.daybreak.cli.command;

import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.backfill.BackfillCut;
import dev.daybreak.orchestration.request.Request;
import dev.daybreak.orchestration.run.Choice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which partitions a backfill does, and how it is cut into runs. */
final class BackfillOptions {
    private static final String EXAMPLE =
            "Example: daybreak backfill +features.user_days --start 2023-01-01 --end 2023-02-01";

    /** What {@code --only} may say. */
    enum Only {
        MISSING,
        FAILED,
        ALL
    }

    @Option(
            names = "--only",
            paramLabel = "WHICH",
            description = {
                "missing (never published), failed (their last step failed) or all (even if up to date).",
                "Default: what is missing or stale."
            },
            order = 6)
    private Only only;

    @Option(
            names = "--partition",
            paramLabel = "START",
            description = "The partition that starts then, instead of a range; may be given more than once.",
            order = 7)
    private List<String> partitions = new ArrayList<>();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "Of queued runs: forward or backward, the newest first. Default: forward.",
            order = 8)
    private BackfillCut.Order order;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "How many neighbouring intervals a queued run covers at most. Default: 30.",
            order = 9)
    private Integer batch;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many queued runs may be at work at a time. Default: 1.",
            order = 10)
    private Integer concurrency;

    /** Whether what is asked for is what a run does. */
    boolean isPlain() {
        return only == null && partitions.isEmpty();
    }

    Choice.Only only() {
        return only == null ? Choice.Only.NEEDED : Choice.Only.valueOf(only.name());
    }

    Request request(Workspace workspace, RangeOptions range) {
        return partitions.isEmpty() ? range.request(workspace) : range.request(workspace, partitions);
    }

    BackfillCut cut() {
        return new BackfillCut(
                batch == null ? BackfillCut.DEFAULT_BATCH : batch,
                concurrency == null ? 1 : concurrency,
                order == null ? BackfillCut.Order.FORWARD : order);
    }

    /** @param isCut whether the backfill is cut into runs */
    void checkUse(RangeOptions range, boolean isCut) {
        boolean isComplete = partitions.isEmpty() ? range.isComplete() : range.hasSelection();
        if (!isComplete) {
            throw wrong("Missing range: a backfill needs a selection, --start and --end.", EXAMPLE);
        }
        if (!partitions.isEmpty() && range.hasRange()) {
            throw wrong("Invalid range: --partition stands instead of --start and --end.", "Leave one of them out.");
        }
        if (!isCut && (order != null || batch != null || concurrency != null)) {
            throw wrong(
                    "Invalid use of --order, --batch or --concurrency: they say how queued runs go, and this is one run.",
                    "Add --queue, or leave them out.");
        }
        Bounds.requireAtLeast("--batch", batch == null ? 1 : batch, 1);
        Bounds.requireAtLeast("--concurrency", concurrency == null ? 1 : concurrency, 1);
    }

    private static DaybreakException wrong(String message, String mend) {
        return new DaybreakException(ErrorCode.WRONG_USE, message, mend);
    }
}
