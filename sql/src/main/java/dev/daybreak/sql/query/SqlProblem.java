package dev.daybreak.sql.query;

import dev.daybreak.sql.text.Position;

/** A name in a query that does not stand for anything, or for too much. */
public record SqlProblem(Position position, String message, String mend) {}
