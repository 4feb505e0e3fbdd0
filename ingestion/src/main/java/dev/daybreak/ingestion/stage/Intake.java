package dev.daybreak.ingestion.stage;

import dev.daybreak.ingestion.ledger.StepEntry;
import java.util.List;
import java.util.Optional;

/** Reads what a step brings in, once, batch by batch. Used by one thread. */
public interface Intake {
    /**
     * Reads everything.
     *
     * @param writer takes the good records of every batch
     */
    void read(Staging staging, RecordWriter writer);

    /** Files with their counts; known after {@link #read}. */
    default List<StepEntry.FileEntry> files(Staging staging) {
        return List.of();
    }

    /** The greatest cursor value; known after {@link #read}. */
    default Optional<String> cursor() {
        return Optional.empty();
    }
}
