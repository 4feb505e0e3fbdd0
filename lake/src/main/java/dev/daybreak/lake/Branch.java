package dev.daybreak.lake;

import dev.daybreak.project.asset.AssetKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A variant of all tables that takes no copies: the Iceberg branch of its name in every table that was published to in it, and the main branch of
 * every other.
 *
 * @param name letters, digits, dashes and underscores; not {@code main}
 * @param bases where tables stand that were not published to in it
 */
public record Branch(String name, Bases bases) {
    public Branch {
        Objects.requireNonNull(bases, "bases");
        if (name.equals(Branching.MAIN) || !name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("no name of a branch: " + name);
        }
    }

    /** Where tables stand that were not published to in a branch. Asked by many threads. */
    @FunctionalInterface
    public interface Bases {
        /** The newest state of the main branch. */
        Bases NEWEST = table -> Optional.empty();

        /** The state of the main branch that readers see and that the branch begins with; empty: the newest. */
        Optional<Base> of(AssetKey table);
    }

    /** @param snapshot of the main branch; empty: nothing was published yet */
    public record Base(Optional<Long> snapshot) {}
}
