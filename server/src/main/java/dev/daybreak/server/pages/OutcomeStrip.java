package dev.daybreak.server.pages;

import java.util.List;

/**
 * Outcomes of a check side by side, the oldest first. What they are is told by how high they stand, not by colour alone.
 *
 * @param label all of it in words
 * @param places how many there is room for
 */
public record OutcomeStrip(String label, int places, List<Tick> ticks) {
    /** @param outcome {@code passed}, {@code warned} or {@code failed}: the worst that it stands for */
    public record Tick(int place, String outcome, String title) {}

    public OutcomeStrip {
        ticks = List.copyOf(ticks);
    }
}
