package dev.daybreak.orchestration.alert;

import java.util.Locale;

/** How a message stands. All but {@link #WAITING} are final. */
public enum AlertState {
    /** For its turn, its next try, or room under its target's limit. */
    WAITING,
    /** The target has accepted it. */
    SENT,
    /** Another message tells it together with others. */
    FOLDED,
    /** It was tried as often as it may, or its target is gone. */
    GIVEN_UP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
