package dev.daybreak.sql.query;

import dev.daybreak.project.asset.AssetKey;
import java.util.Optional;

/** The tables that queries can read. */
public interface Tables {
    /** What is known of an asset's columns; empty if no asset of that name can be read. */
    Optional<QueryAnalysis> find(AssetKey key);

    /** What to say of a name that is no table. */
    Missing missing(String name);

    /** What is wrong, and how to mend it. */
    record Missing(String message, String mend) {}
}
