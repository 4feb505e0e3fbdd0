package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * One run.
 *
 * @param failure why it could not even begin; empty if it could
 * @param canCancel whether it is not over
 * @param canRerun whether it is over and left something undone
 * @param steps in the order in which they began
 * @param isCut whether there are more of them
 * @param wide how many units wide the chart of its steps is
 */
public record RunView(
        Shell shell,
        RunRow run,
        Optional<Moment> ended,
        String failure,
        boolean canCancel,
        boolean canRerun,
        List<StepRow> steps,
        boolean isCut,
        int wide)
        implements View {
    @Override
    public String title() {
        return "Run " + run.id();
    }

    /**
     * A step.
     *
     * @param why it is done
     * @param words what it says of itself or waits for
     * @param error empty if it did not fail
     * @param bar where it stands in the time of the run
     */
    public record StepRow(
            String asset,
            String interval,
            String state,
            String why,
            String words,
            long rows,
            String took,
            String error,
            String place,
            String mend,
            Bar bar,
            List<AttemptRow> attempts) {}

    /**
     * Units from the left.
     *
     * @param waited from when it was planned to when it began
     * @param ran from when it began
     */
    public record Bar(int from, int waited, int ran) {}

    public record AttemptRow(String name, String state, Moment started, String took) {}
}
