package dev.daybreak.server.pages.console;

import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.result.Cells;
import dev.daybreak.server.web.HttpFailure;
import java.util.List;
import java.util.Optional;

/** What came of a query. */
public sealed interface Outcome {
    /**
     * Rows.
     *
     * @param words how many, and how long it took
     * @param read what was read, as one would write it to read the same again
     * @param chart empty: none is wanted
     * @param unfit why the chart that is wanted cannot be drawn; empty if it can
     */
    record Rows(Cells cells, String words, List<String> read, Optional<Chart> chart, String unfit) implements Outcome {}

    /**
     * It was not run, or was stopped.
     *
     * @param mend what to do; may be empty
     */
    record Failed(String message, String mend) implements Outcome {
        static Failed of(HttpFailure failure) {
            return new Failed(String.valueOf(failure.getMessage()), failure.mend());
        }
    }
}
