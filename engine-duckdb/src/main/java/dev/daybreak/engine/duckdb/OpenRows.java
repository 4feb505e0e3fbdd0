package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.Rows;

/** Rows that a session closes before its next call. */
interface OpenRows extends Rows {
    /** Any number of times. */
    @Override
    void close();
}
