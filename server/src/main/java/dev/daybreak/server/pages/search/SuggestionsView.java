package dev.daybreak.server.pages.search;

import dev.daybreak.server.pages.View;
import java.util.List;

/** What the palette offers, in the order in which it does. */
public record SuggestionsView(List<Searchable> all) implements View {
    @Override
    public String title() {
        return "Suggestions";
    }
}
