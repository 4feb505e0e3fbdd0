package dev.daybreak.tables;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.DataInterval;
import java.util.List;
import java.util.Optional;

/**
 * How an engine would compute one partition of a SQL table.
 *
 * @param engine its name
 * @param plan in the engine's own words
 */
public record Explanation(AssetKey asset, DataInterval interval, String engine, List<InputReads> inputs, String plan) {
    public Explanation {
        inputs = List.copyOf(inputs);
    }

    /**
     * What is read of an input.
     *
     * @param snapshot empty if it was never published and may be read as empty
     * @param all the files of the snapshot
     * @param opened those that may hold rows of the window that the partition reads
     * @param reads as the plan has them; none if the plan reads no column, since it only counts rows or leaves the input out
     */
    public record InputReads(
            AssetKey asset, Optional<Long> snapshot, Files all, Files opened, List<QueryPlan.Read> reads) {
        public InputReads {
            reads = List.copyOf(reads);
        }
    }

    /** How many files, and how many rows are in them. */
    public record Files(int files, long rows) {}
}
