package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.StepRecord;

/**
 * A step that failed, and that nothing has mended since.
 *
 * @param error its first line
 * @param hanging how many assets read what it makes, directly or not
 */
public record FailureRow(String asset, String interval, String run, String error, String mend, int hanging, Moment at) {
    static FailureRow of(StepRecord step, Readers readers, Pages pages, Shell shell) {
        Failure failure = step.failure().orElseThrow();
        return new FailureRow(
                step.asset().toString(),
                pages.words(step.span()),
                step.run(),
                failure.message().lines().findFirst().orElse(""),
                failure.mend(),
                readers.count(step.asset()),
                shell.moment(step.ended().orElse(step.started())));
    }

    /** Its run's page, at its steps. */
    public String address() {
        return "/runs/" + Pages.encoded(run) + "?asset=" + Pages.encoded(asset) + "#steps";
    }
}
