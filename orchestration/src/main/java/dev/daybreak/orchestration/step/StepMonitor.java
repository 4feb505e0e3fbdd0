package dev.daybreak.orchestration.step;

/** Where an attempt says how it goes: the run log that is kept with it, and live progress. Thread-safe. */
public interface StepMonitor {
    /** A line for the asset's author, in the past or present tense, without a line break at its end. */
    void log(String line);

    /** Something handled but odd. */
    void warn(String line);

    /** Rows dealt with so far, of all that is known of; {@code total} is -1 while unknown. */
    void progress(long rows, long total);
}
