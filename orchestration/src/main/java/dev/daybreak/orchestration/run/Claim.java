package dev.daybreak.orchestration.run;

/**
 * A step that this process may work on.
 *
 * @param token fences off older attempts
 * @param attempt names the try for ever: letters, digits and dashes
 */
record Claim(String stepKey, long token, String attempt) {}
