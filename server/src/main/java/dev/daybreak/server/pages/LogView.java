package dev.daybreak.server.pages;

import java.util.List;

/**
 * The log of an attempt.
 *
 * @param isMissing whether its file is not on this machine
 * @param isLive whether more may come
 * @param cut how many lines at the beginning are left out
 */
public record LogView(
        Shell shell,
        String attempt,
        String run,
        String asset,
        String state,
        String host,
        boolean isMissing,
        boolean isLive,
        long cut,
        List<Line> lines)
        implements View {
    @Override
    public String title() {
        return "Log of " + attempt;
    }

    /** @param level {@code error}, {@code warn} or {@code info} */
    public record Line(long number, String level, String text) {}
}
