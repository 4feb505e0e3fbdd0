package dev.daybreak.server.pages.dashboard;

import dev.daybreak.project.Settings;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.result.Cells;
import dev.daybreak.server.pages.result.HeatMap;
import dev.daybreak.server.pages.result.RowsChart;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.CachedQueries.Answer;
import dev.daybreak.server.query.Query;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.server.query.Result;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fills tiles. Thread-safe. */
final class Tiles {
    private static final int MOST_ROWS = 2_000;

    private final Settings settings;
    private final CachedQueries cached;
    private final QueryLimits limits;

    Tiles(Settings settings, CachedQueries cached, QueryLimits limits) {
        this.settings = settings;
        this.cached = cached;
        this.limits = limits;
    }

    /**
     * What a tile shows.
     *
     * @throws dev.daybreak.project.problem.DaybreakException what its query fails with
     */
    TileContent content(Tile tile, Picked picked, boolean isUnmasked, Instant now) {
        Map<String, Object> parameters = new HashMap<>(settings.variables());
        parameters.putAll(picked.values());
        Query query = new Query(tile.sql(), parameters, picked.interval(), "", isUnmasked, MOST_ROWS);
        Answer answer = cached.run(query, () -> now, running -> () -> limits.inTurn(running));
        Result result = answer.result();
        Optional<Chart> chart = Optional.empty();
        Optional<Cells> cells = Optional.empty();
        Optional<HeatMap> heat = Optional.empty();
        Optional<String> number = Optional.empty();
        boolean isCut = result.isCut();
        List<String> masked = Cells.of(result).masked();
        try {
            switch (tile.kind()) {
                case LINE, AREA, BAR, SCATTER ->
                    chart = Optional.of(
                            RowsChart.of(tile.title(), result, tile.kind(), tile.x(), tile.y(), tile.series()));
                case HEATMAP -> {
                    heat = Optional.of(HeatMap.of(result, tile.x(), tile.y(), tile.series()));
                    isCut |= heat.get().isCut();
                }
                case TABLE -> {
                    cells = Optional.of(Cells.of(result));
                    isCut |= cells.get().isCut();
                }
                case NUMBER -> number = number(result, tile);
            }
        } catch (IllegalArgumentException unfit) {
            return TileContent.failed(tile, unfit.getMessage(), "Change the tile's columns in its dashboard.");
        }
        List<String> read = result.read().entrySet().stream()
                .map(table -> table.getKey() + "@" + table.getValue())
                .toList();
        return new TileContent(
                tile,
                chart,
                cells,
                heat,
                number,
                isCut,
                masked,
                read,
                Optional.of(Moment.of(answer.at(), now, settings.zone())),
                "",
                "");
    }

    private static Optional<String> number(Result result, Tile tile) {
        if (result.rows().isEmpty() || result.columns().isEmpty()) {
            return Optional.empty();
        }
        String wanted =
                tile.y().isEmpty() ? result.columns().get(0).name() : tile.y().get(0);
        int column = IntStream.range(0, result.columns().size())
                .filter(i -> result.columns().get(i).name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot find column '" + wanted + "' in the result."));
        if (result.masked().contains(column)) {
            return Optional.of("masked");
        }
        Object value = result.rows().get(0).get(column);
        boolean isWhole = value instanceof Integer || value instanceof Long;
        if (isWhole) {
            return Optional.of(String.format(Locale.ROOT, "%,d", ((Number) value).longValue()));
        }
        boolean isReal = value instanceof Number real && Double.isFinite(real.doubleValue());
        return Optional.of(
                isReal ? HeatMap.text(((Number) value).doubleValue()) : value == null ? "null" : Cells.text(value));
    }
}
