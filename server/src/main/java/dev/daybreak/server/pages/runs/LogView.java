package dev.daybreak.server.pages.runs;

import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;

/**
 * The log of an attempt, or of it what is looked for.
 *
 * @param isMissing whether its file is not on this machine
 * @param isLive whether more may come
 * @param search what its lines are to hold; empty if anything
 * @param level the least that they are to tell; empty if anything
 * @param levels that can be chosen
 * @param counted how many of how many lines are shown
 * @param isCut whether lines that fit are left out
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
        String search,
        String level,
        List<String> levels,
        String counted,
        boolean isCut,
        List<Line> lines)
        implements View {
    @Override
    public String title() {
        return "Log of " + attempt;
    }

    /**
     * @param level {@code error}, {@code warn} or {@code info}
     * @param isChosen whether the address names it
     */
    public record Line(long number, String level, boolean isChosen, List<Piece> pieces) {
        int length() {
            return pieces.stream().mapToInt(piece -> piece.text().length()).sum();
        }
    }

    /** @param isFound whether it is what was looked for */
    public record Piece(String text, boolean isFound) {}
}
