package dev.daybreak.lake;

import dev.daybreak.project.problem.DaybreakException;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * A file could not be read, and to try again is of no use: the store's client has done so. Iceberg tries everything again many times but what
 * is not there, so this is of that kind.
 */
final class Unreadable extends NotFoundException {
    private static final long serialVersionUID = 1L;

    private final transient DaybreakException told;

    Unreadable(DaybreakException told) {
        super(told, "%s", told.getMessage());
        this.told = told;
    }

    DaybreakException told() {
        return told;
    }
}
