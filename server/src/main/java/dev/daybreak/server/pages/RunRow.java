package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.StepState;
import java.time.Duration;

/**
 * A run in a list.
 *
 * @param words what was asked for
 * @param took how long, so far if it is at work
 * @param steps how many steps stand how, in words
 */
public record RunRow(String id, String state, String words, String by, Moment started, String took, String steps) {
    public static RunRow of(RunRecord run, Shell shell) {
        return new RunRow(
                run.id(),
                run.state().toString(),
                run.words().isEmpty() ? run.kind() : run.words(),
                run.by(),
                shell.moment(run.started()),
                Moment.took(Duration.between(run.started(), run.ended().orElse(shell.now()))),
                steps(run));
    }

    private static String steps(RunRecord run) {
        StringBuilder words = new StringBuilder();
        for (StepState state : StepState.values()) {
            int count = run.steps().getOrDefault(state, 0);
            if (count > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(state);
            }
        }
        return words.toString();
    }
}
