package dev.daybreak.server.pages.runs;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import dev.daybreak.server.pages.graph.GraphView;
import java.util.List;
import java.util.Optional;

/**
 * One run.
 *
 * @param kind what led to it
 * @param pipeline whose it is; empty if it is of none
 * @param failure why it could not even begin; empty if it could
 * @param canCancel whether it is not over
 * @param canRerun whether it is over and left something undone
 * @param graph of its assets; empty if there are none, or one
 * @param assets what it is about
 * @param isGraphCut whether some of them are not drawn
 * @param path the steps that determined when it ended, or, while it is at work, how far it is
 * @param filter what its steps are filtered by
 * @param states that they can be filtered by
 * @param steps in the order in which they began, a page of them
 * @param counted how many of how many steps are shown
 * @param earlier the address of the page of steps before
 * @param later the one after
 * @param scale what stands above the bars: the times from the beginning of the run, at equal distances
 * @param wide how many units wide a bar is
 */
public record RunView(
        Shell shell,
        RunRow run,
        String kind,
        String pipeline,
        Optional<Moment> ended,
        String failure,
        boolean canCancel,
        boolean canRerun,
        Optional<GraphView> graph,
        List<AssetRow> assets,
        boolean isGraphCut,
        List<PathRow> path,
        StepFilter filter,
        List<String> states,
        List<StepRow> steps,
        String counted,
        Optional<String> earlier,
        Optional<String> later,
        List<String> scale,
        int wide)
        implements View {
    @Override
    public String title() {
        return "Run " + run.id();
    }

    /** What steps are filtered by; what is empty does not filter. */
    public record StepFilter(String asset, String state) {}

    /**
     * What the run does about an asset.
     *
     * @param state the most urgent of those of its steps
     * @param words how many of them stand how
     * @param href the address of its steps
     * @param canMark whether there are some that wait and can be ended by hand
     */
    public record AssetRow(String asset, String state, String words, String href, boolean canMark) {}

    /** @param words why it began no earlier, and how long it took */
    public record PathRow(String asset, String interval, String words) {}

    /**
     * A step.
     *
     * @param key what the run calls it
     * @param why it is done
     * @param words what it says of itself or waits for
     * @param queued how long it could have been at work and was not; empty if it never could
     * @param ran how long its attempts took together; empty if there was none
     * @param isCritical whether it is on the path that determined the end
     * @param error empty if it did not fail
     * @param canRerun whether it is over
     * @param bars where it stands in the time of the run
     */
    public record StepRow(
            String key,
            String asset,
            String interval,
            String state,
            String why,
            String words,
            long rows,
            String queued,
            String ran,
            boolean isCritical,
            String error,
            String place,
            String mend,
            boolean canRerun,
            List<Bar> bars,
            List<AttemptRow> attempts) {}

    /**
     * A stretch of time, in units from the left.
     *
     * @param style {@code queued}, {@code waited} between attempts, or the state of an attempt
     */
    public record Bar(String style, int from, int width) {}

    public record AttemptRow(String name, String state, Moment started, String took) {}
}
