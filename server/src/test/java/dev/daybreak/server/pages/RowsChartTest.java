package dev.daybreak.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.server.pages.result.HeatMap;
import dev.daybreak.server.pages.result.RowsChart;
import dev.daybreak.server.query.Result;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Charts of the rows of a query. */
class RowsChartTest {
    private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

    private static Result rows(Object[]... rows) {
        return new Result(
                List.of(
                        Column.of("day", Primitive.DATE),
                        Column.of("device", Primitive.STRING),
                        Column.of("shown", Primitive.LONG)),
                Set.of(),
                Arrays.stream(rows).map(Arrays::asList).toList(),
                false,
                Map.of(),
                Duration.ZERO);
    }

    private static Chart chart(Tile.Kind kind, Optional<String> series, Result rows) {
        return RowsChart.of("Shown", rows, kind, Optional.empty(), List.of(), series);
    }

    @Test
    void aColumnMayBeDrawnApartAndLinesHaveGaps() {
        Result rows = rows(new Object[] {FIRST, "phone", 3L}, new Object[] {FIRST, "desktop", 4L}, new Object[] {
            FIRST.plusDays(1), "phone", 5L
        });

        Chart chart = chart(Tile.Kind.LINE, Optional.of("device"), rows);

        assertThat(chart.x()).isEqualTo("day");
        assertThat(chart.y()).isEqualTo("shown");
        assertThat(chart.rows())
                .containsExactly(
                        List.of("phone", "2023-01-01", "3"),
                        List.of("phone", "2023-01-02", "5"),
                        List.of("desktop", "2023-01-01", "4"),
                        List.of("desktop", "2023-01-02", ""));
    }

    @Test
    void rowsAtOnePlaceAreNotDrawnOneOverTheOther() {
        Result rows = rows(new Object[] {FIRST, "phone", 3L}, new Object[] {FIRST, "desktop", 4L});

        assertThatThrownBy(() -> chart(Tile.Kind.BAR, Optional.empty(), rows))
                .hasMessage(
                        "Cannot draw it along 'day': several rows have '2023-01-01' there. Group by it, draw another"
                                + " column apart, or draw points.");
        assertThat(chart(Tile.Kind.SCATTER, Optional.empty(), rows).rows()).hasSize(2);
    }

    @Test
    void aHeatMapHasARowForEachSeries() {
        Result rows =
                rows(new Object[] {FIRST, "phone", 0L}, new Object[] {FIRST.plusDays(1), "phone", 10L}, new Object[] {
                    FIRST.plusDays(1), "desktop", null
                });

        HeatMap map = HeatMap.of(rows, Optional.empty(), List.of(), Optional.empty());

        assertThat(map.columns()).containsExactly("2023-01-01", "2023-01-02");
        assertThat(map.rows())
                .containsExactly(
                        new HeatMap.Row("phone", List.of(new HeatMap.Cell("0", 0), new HeatMap.Cell("10", 5))),
                        new HeatMap.Row("desktop", List.of(new HeatMap.Cell("", 0), new HeatMap.Cell("", 0))));
        assertThatThrownBy(() -> HeatMap.of(rows, Optional.of("hour"), List.of(), Optional.empty()))
                .hasMessage("Cannot find column 'hour' in the result.");
    }

    @Test
    void cellsOfAHeatMapHaveAsManyDecimalsAsEachOther() {
        Result rows = rows(
                new Object[] {FIRST, "phone", 0.2197},
                new Object[] {FIRST.plusDays(1), "phone", 0.155},
                new Object[] {FIRST.plusDays(2), "phone", 0.08912});

        HeatMap map = HeatMap.of(rows, Optional.empty(), List.of(), Optional.empty());

        assertThat(map.rows().get(0).cells())
                .extracting(HeatMap.Cell::text)
                .containsExactly("0.2197", "0.1550", "0.0891");
    }
}
