package dev.daybreak.project.asset;

import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Schema;
import java.util.Optional;

/** An asset that is one SELECT: a table that keeps its rows, or a view that stands for them. */
public interface SqlAsset extends Asset {
    /** The user's text after the header, exactly as written. */
    String sql();

    /** Where the first character of {@link #sql} stands in the file. */
    Place sqlPlace();

    /** The contract of what it yields; empty if the engine's own types are taken. */
    Optional<Schema> columns();

    /** The engine whose SQL it is; empty if the text is portable. */
    Optional<String> dialect();
}
