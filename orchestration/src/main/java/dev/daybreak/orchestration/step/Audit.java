package dev.daybreak.orchestration.step;

import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.time.DataInterval;
import java.util.List;

/**
 * What the checks said of one partition that was computed and is not published yet.
 *
 * @param rows in the partition
 */
public record Audit(DataInterval interval, long rows, List<CheckOutcome> outcomes) {
    public Audit {
        outcomes = List.copyOf(outcomes);
    }

    public boolean blocks() {
        return outcomes.stream().anyMatch(CheckOutcome::blocks);
    }
}
