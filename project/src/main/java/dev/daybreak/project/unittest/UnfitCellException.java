package dev.daybreak.project.unittest;

import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;

/** A written value that is none of its column's type. */
final class UnfitCellException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String expected;
    private final String found;

    /** @param expected in words, as in "expected <i>a date such as 2025-03-01</i>" */
    UnfitCellException(YamlValue cell, String expected) {
        super(expected);
        this.place = cell.place();
        this.expected = expected;
        this.found = cell.described();
    }

    Place place() {
        return place;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
