package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.lake.LakeTable;
import java.util.List;

/**
 * What the rows of a step change in a table that is there: for one write mode. Rows that are to come in are readable as
 * {@link #BATCH}, in the table's columns.
 */
interface Changes {
    /** The rows that the SELECT yields. */
    String BATCH = "daybreak_batch";
    /** The rows of the files that {@link #matching} found, with {@link #FILE}. */
    String MATCHING = "daybreak_matching";
    /** The path of a row's file. */
    String FILE = "daybreak_file";
    /** Of a row of {@link #sql}: whether the table's row with the same identity is taken out. */
    String OLD = "daybreak_old";
    /** Of a row of {@link #sql}: whether it comes in. */
    String ADDS = "daybreak_adds";

    /**
     * What a snapshot has to do with the batch.
     *
     * @param files those whose rows may be changed; a few more do no harm
     * @param isWholeBatch whether it is known, without looking at the rows, that each row of the batch comes in and the one with the same identity goes
     */
    record Matching(Relation files, boolean isWholeBatch) {}

    /** Finds what a snapshot of the table has to do with the batch. */
    Matching matching(LakeTable table, long snapshot);

    /** Whether all rows come in as they are if no file matches. */
    boolean isAllAdded();

    /**
     * A query over {@link #BATCH} and {@link #MATCHING} that yields only what is changed: the table's columns, {@link #FILE} in which a row
     * lies that is taken out, {@link #OLD} and {@link #ADDS}.
     *
     * @param columns all of the table
     */
    String sql(List<String> columns);

    /** Columns that tell the table's rows apart. */
    List<String> identity();
}
