package dev.daybreak.server.pages;

import java.util.List;

/**
 * Asks once before something is done.
 *
 * @param title what is asked
 * @param words what will happen
 * @param items what it concerns; may be empty
 * @param cut how many more of them there are
 * @param button what the button says
 * @param back where whoever does not want it goes
 */
public record ConfirmView(
        Shell shell, String title, String words, List<String> items, int cut, String button, String back)
        implements View {}
