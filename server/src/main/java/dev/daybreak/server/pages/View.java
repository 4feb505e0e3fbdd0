package dev.daybreak.server.pages;

import java.util.List;

/** What the template of a page takes. */
public interface View {
    /** What a window with the page is called. */
    String title();

    /** Whether there may be a chart on the page. */
    default boolean hasCharts() {
        return false;
    }

    /** Scripts below {@code /static} that the page needs beside those for charts and for what changes by itself, in this order. */
    default List<String> scripts() {
        return List.of();
    }
}
