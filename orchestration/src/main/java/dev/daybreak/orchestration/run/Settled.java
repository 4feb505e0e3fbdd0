package dev.daybreak.orchestration.run;

/**
 * Something that a dead process left and that was put in order.
 *
 * @param words one sentence for people
 */
public record Settled(String run, String words) {}
