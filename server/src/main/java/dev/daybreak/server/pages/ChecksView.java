package dev.daybreak.server.pages;

import java.util.List;
import java.util.Optional;

/**
 * What checks found over time.
 *
 * @param assets to choose from
 * @param asset that is chosen; empty: all. So are {@code outcome} and {@code severity}
 * @param by whether days are those on which checks ran or those of the data: {@code checked} or {@code data}
 * @param strips a row for each check
 * @param cut how many more checks there are
 * @param days what the strips show, in words
 * @param results newest first
 * @param next where older results are; empty if there is none
 */
public record ChecksView(
        Shell shell,
        List<String> assets,
        String asset,
        String outcome,
        String severity,
        String by,
        List<StripRow> strips,
        int cut,
        String days,
        List<ResultRow> results,
        Optional<String> next)
        implements View {
    @Override
    public String title() {
        return asset.isEmpty() ? "Checks" : "Checks of " + asset;
    }

    /** @param unfit how many of its outcomes did not hold */
    public record StripRow(
            String asset,
            String expectation,
            String arguments,
            String severity,
            OutcomeStrip strip,
            long unfit,
            long all) {}

    /**
     * @param found what was seen, and how many rows did not fit
     * @param attempt its name; empty if it is not known any more
     * @param columns of the failing rows that were kept
     * @param rows these rows
     * @param heldBack what came of it, in words; empty if it held nothing back
     */
    public record ResultRow(
            String asset,
            String expectation,
            String arguments,
            String severity,
            String outcome,
            String interval,
            String found,
            String run,
            String attempt,
            Moment at,
            List<String> columns,
            List<List<String>> rows,
            List<String> heldBack) {}
}
