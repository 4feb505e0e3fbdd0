package dev.daybreak.cli.console;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * The line of a step at work: its name, a bar, rows, elapsed time and rows a second. What a narrow terminal has no room for
 * is the end of the name. How many rows there will be is mostly not known; then a block wanders through the bar.
 */
final class StepLine implements ProgressBarRenderer {
    private static final int BAR = 10;
    private static final int BLOCK = 3;
    private static final int SHORTEST_NAME = 8;

    @Override
    public String render(ProgressState progress, int width) {
        long most = progress.isIndefinite() ? -1 : progress.getMax();
        return line(progress.getTaskName(), progress.getCurrent(), most, progress.getElapsedAfterStart(), width);
    }

    /** @param most rows there will be; at most 0 if nobody knows */
    static String line(String name, long rows, long most, Duration elapsed, int width) {
        double seconds = elapsed.toMillis() / 1000.0;
        String figures = String.format(
                Locale.ROOT, " %s %,d rows %.0f s %,d rows/s", bar(rows, most, elapsed), rows, seconds, (long)
                        (rows / Math.max(1, seconds)));
        int room = Math.max(SHORTEST_NAME, width - figures.length());
        String line = (name.length() <= room ? name : name.substring(0, room - 1) + "…") + figures;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private static String bar(long rows, long most, Duration elapsed) {
        StringBuilder bar = new StringBuilder("[");
        long wandered = elapsed.toMillis() / 200 % (BAR - BLOCK + 1);
        for (int cell = 0; cell < BAR; cell++) {
            boolean full = most > 0 ? cell < BAR * rows / most : cell >= wandered && cell < wandered + BLOCK;
            bar.append(full ? '█' : ' ');
        }
        return bar.append(']').toString();
    }
}
