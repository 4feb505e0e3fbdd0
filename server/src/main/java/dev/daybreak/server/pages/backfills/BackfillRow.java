package dev.daybreak.server.pages.backfills;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backfill in a list.
 *
 * @param words what was asked for
 * @param percent of its runs that are over, rounded down
 * @param runs how many stand how, in words
 * @param end when it will be over if it goes on like this; empty if it does not go on, or nobody knows yet
 * @param pause by whom, when and why it is paused; empty if it is not
 */
public record BackfillRow(
        String id,
        String state,
        String words,
        String by,
        Moment created,
        int percent,
        String runs,
        Optional<Moment> end,
        Optional<Pause> pause) {
    /** Who paused it. */
    public record Pause(Moment at, String by, String why) {}

    static BackfillRow of(Backfill backfill, Shell shell) {
        return new BackfillRow(
                backfill.id(),
                backfill.state().toString(),
                backfill.words(),
                backfill.by(),
                shell.moment(backfill.created()),
                (int) (100 * backfill.progress()),
                runs(backfill),
                backfill.estimatedEnd().map(shell::moment),
                backfill.pause().map(pause -> new Pause(shell.moment(pause.at()), pause.by(), pause.why())));
    }

    private static String runs(Backfill backfill) {
        List<String> parts = new ArrayList<>();
        add(parts, backfill.succeeded(), "succeeded");
        add(parts, backfill.failed(), "failed");
        add(parts, backfill.cancelled(), "cancelled");
        add(parts, backfill.atWork(), "at work");
        add(parts, backfill.waiting(), "waiting");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String words) {
        if (count > 0) {
            parts.add(Moment.count(count, "run") + " " + words);
        }
    }
}
