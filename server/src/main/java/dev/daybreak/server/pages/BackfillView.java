package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * Asks which partitions of an asset are to be backfilled, and shows what would be done.
 *
 * @param start as it was given; empty if it was not
 * @param end exclusive
 * @param only which of the partitions
 * @param choices what {@code only} may be
 * @param withInputs whether what it reads is brought up to date too
 * @param withReaders whether what reads it is brought up to date too
 * @param preview empty as long as no range is given
 */
public record BackfillView(
        Shell shell,
        String asset,
        String start,
        String end,
        String only,
        List<Choice> choices,
        boolean withInputs,
        boolean withReaders,
        Optional<Preview> preview)
        implements View {
    @Override
    public String title() {
        return "Backfill " + asset;
    }

    public record Choice(String value, String words) {}

    /**
     * What would be done.
     *
     * @param words how much it is, and about how long it takes
     * @param isNothing whether nothing is to be done
     * @param rows by asset and reason
     * @param cut how many more rows there are
     */
    public record Preview(String words, boolean isNothing, List<Row> rows, int cut) {}

    public record Row(String asset, int partitions, String state, String why) {}
}
