package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import java.util.List;
import java.util.Objects;

/**
 * What people want to know of an asset; nothing here decides what is computed.
 *
 * @param description empty if there is none
 * @param owner empty if there is none
 * @param place the start of the file that defines the asset
 */
public record About(String description, String owner, List<String> tags, Place place) {
    public About {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(place, "place");
        tags = List.copyOf(tags);
    }
}
