package dev.daybreak.server.pages.search;

import dev.daybreak.server.pages.View;
import java.util.List;

/**
 * What was found.
 *
 * @param asked empty if nothing was asked for yet
 * @param groups only those with something in them
 * @param count of all that is shown
 * @param most of a group are shown
 */
public record SearchView(String asked, List<Group> groups, int count, int most) implements View {
    @Override
    public String title() {
        return asked.isEmpty() ? "Search" : "Search: " + asked;
    }

    /** What was found of one kind, best first. */
    public record Group(String title, List<Searchable> found) {
        public String id() {
            return "found-" + title.toLowerCase(java.util.Locale.ROOT);
        }
    }
}
