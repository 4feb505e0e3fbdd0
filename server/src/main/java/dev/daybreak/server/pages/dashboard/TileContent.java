package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.result.Cells;
import dev.daybreak.server.pages.result.HeatMap;
import java.util.List;
import java.util.Optional;

/**
 * What a tile shows: one of a chart, rows, a heat map and a number, or why there is none.
 *
 * @param number a number or text that stands for all; empty if the tile shows something else, or if there are no rows
 * @param isCut whether there are rows that are not shown
 * @param masked names of columns whose values are hidden
 * @param read the snapshots that were read, as {@code table@snapshot}
 * @param at when it was computed
 * @param message why there is nothing; empty if there is
 * @param mend what to do then; may be empty
 */
public record TileContent(
        Tile tile,
        Optional<Chart> chart,
        Optional<Cells> cells,
        Optional<HeatMap> heat,
        Optional<String> number,
        boolean isCut,
        List<String> masked,
        List<String> read,
        Optional<Moment> at,
        String message,
        String mend) {
    public TileContent {
        masked = List.copyOf(masked);
        read = List.copyOf(read);
    }

    static TileContent failed(Tile tile, String message, String mend) {
        return new TileContent(
                tile,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                message,
                mend);
    }
}
