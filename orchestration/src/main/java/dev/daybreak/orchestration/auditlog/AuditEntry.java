package dev.daybreak.orchestration.auditlog;

import java.time.Instant;

/**
 * One change that somebody made by hand.
 *
 * @param position grows with every entry
 * @param at by the store's clock
 * @param who the name of the account or of the token that was used
 * @param action a verb, such as {@code pause}
 * @param subject what was changed, such as {@code pipeline weekly_retrain}
 * @param why may be empty
 */
public record AuditEntry(long position, Instant at, String who, String action, String subject, String why) {}
