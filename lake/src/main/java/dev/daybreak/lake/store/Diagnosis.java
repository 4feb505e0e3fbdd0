package dev.daybreak.lake.store;

import dev.daybreak.project.problem.ErrorCode;
import java.util.Optional;

/** Tells what the failures of one kind of store mean. Thread-safe. */
interface Diagnosis {
    /** What a failure, without regard to its cause, says of the store; empty if it is none of the store's client. */
    Optional<Finding> of(Throwable failure);

    /** The store as it is told of: its address, in quotes, or its name. */
    String address();

    /** What is said of a user whom the store lets do too little. */
    Finding denied(String code);

    /**
     * What a failure means.
     *
     * @param why follows "the store failed: "
     * @param mend what to do, a sentence
     */
    record Finding(ErrorCode code, String why, String mend) {}
}
