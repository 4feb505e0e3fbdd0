package dev.daybreak.ingestion.stage;

import dev.daybreak.ingestion.ledger.StepEntry;
import java.util.List;
import java.util.Optional;

/** Reads what a step brings in, once, batch by batch. Used by one thread. */
public interface Intake {
    /**
     * Reads everything.
     *
     * @param write called after every batch, to write the records of {@link Staging#INTAKE} for which {@link #wanted} holds
     */
    void read(Staging staging, Runnable write);

    /** SQL after {@code FROM}: the rows of the batch to be written, with the contract's columns and {@code _file}. */
    default String wanted() {
        return "(SELECT * FROM " + Staging.INTAKE + " WHERE _raw IS NULL)";
    }

    /** Files with their counts; known after {@link #read}. */
    default List<StepEntry.FileEntry> files(Staging staging) {
        return List.of();
    }

    /** The greatest cursor value; known after {@link #read}. */
    default Optional<String> cursor() {
        return Optional.empty();
    }
}
