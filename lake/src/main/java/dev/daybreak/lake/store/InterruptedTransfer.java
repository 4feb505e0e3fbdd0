package dev.daybreak.lake.store;

/** The thread was interrupted while it waited for a store. */
final class InterruptedTransfer extends RuntimeException {
    InterruptedTransfer(InterruptedException cause) {
        super("interrupted while files were sent or fetched", cause);
    }
}
