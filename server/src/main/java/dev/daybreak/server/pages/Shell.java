package dev.daybreak.server.pages;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What stands around the content of a page, and how its times are told.
 *
 * @param project its name
 * @param section the part of the navigation that the page belongs to; may be none of them
 * @param who looks at it; empty if nobody is known
 * @param isSignedIn whether the browser has signed in, and may sign out
 * @param mayOperate whether the one who looks may start, cancel and rerun
 * @param zone the project's
 * @param now when it was made
 */
public record Shell(
        String project, String section, String who, boolean isSignedIn, boolean mayOperate, ZoneId zone, Instant now) {
    public Moment moment(Instant at) {
        return Moment.of(at, now, zone);
    }
}
