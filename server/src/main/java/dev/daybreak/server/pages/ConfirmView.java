package dev.daybreak.server.pages;

import java.util.List;

/**
 * Asks once before something is done.
 *
 * @param title what is asked
 * @param words what will happen
 * @param items what it concerns; may be empty
 * @param cut how many more of them there are
 * @param reason what somebody is to give as the reason, which comes as the form's {@code reason}; empty if none is asked for
 * @param button what the button says
 * @param back where whoever does not want it goes
 */
public record ConfirmView(
        Shell shell, String title, String words, List<String> items, int cut, String reason, String button, String back)
        implements View {
    private static final int MOST_ITEMS = 50;

    /** Asks without a reason. */
    public static ConfirmView of(
            Shell shell, String title, String words, List<String> items, String button, String back) {
        List<String> shown = items.stream().limit(MOST_ITEMS).toList();
        return new ConfirmView(shell, title, words, shown, items.size() - shown.size(), "", button, back);
    }

    /** The same, and a reason must be given. */
    public ConfirmView askingFor(String label) {
        return new ConfirmView(shell, title, words, items, cut, label, button, back);
    }
}
