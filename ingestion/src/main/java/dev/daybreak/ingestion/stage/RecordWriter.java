package dev.daybreak.ingestion.stage;

/** Writes records to files of the table that nobody reads yet. */
@FunctionalInterface
public interface RecordWriter {
    /**
     * Writes what a query yields.
     *
     * @param from SQL after {@code FROM}, with the contract's columns and {@code _file} if the source has files
     */
    void write(String from);
}
