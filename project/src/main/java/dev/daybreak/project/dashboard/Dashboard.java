package dev.daybreak.project.dashboard;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of tiles, each of which shows what one SELECT yields. Immutable.
 *
 * @param name that of its file
 * @param description for people; empty if there is none
 * @param owner who answers for it; empty if nobody does
 * @param last how much time it shows unless somebody picks another stretch, which gives {@code :start} and {@code :end}; empty if it is not about time
 * @param parameters what one picks, by names that differ
 * @param tiles at least one
 * @param place the start of its file
 */
public record Dashboard(
        String name,
        String title,
        String description,
        String owner,
        List<String> tags,
        Optional<Span> last,
        List<Parameter> parameters,
        List<Tile> tiles,
        Place place) {
    public Dashboard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(place, "place");
        tags = List.copyOf(tags);
        parameters = List.copyOf(parameters);
        tiles = List.copyOf(tiles);
    }

    /** The values of its parameters when nobody picks others, by name. */
    public Map<String, Object> fallbacks() {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name(), parameter.fallback()));
        return values;
    }
}
