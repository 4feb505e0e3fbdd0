package dev.daybreak.project.access;

import java.util.Locale;

/** What somebody may do over HTTP. Each may do what those before it may. */
public enum Role {
    /** Looks, reads tables, and asks models for predictions. */
    VIEWER,
    /** Starts, stops, pauses and marks what runs, and writes tables. */
    OPERATOR,
    /** Sees who changed what, and says where tables lie. */
    ADMIN;

    /** Whether it includes another. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
