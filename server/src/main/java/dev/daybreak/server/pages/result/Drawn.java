package dev.daybreak.server.pages.result;

import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.schema.Column;
import dev.daybreak.server.query.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which columns of a result are drawn, by position.
 *
 * @param x empty only if the result has no columns
 * @param y the values, which are numbers
 * @param series empty: none
 */
record Drawn(int x, List<Integer> y, Optional<Integer> series) {
    /** @throws IllegalArgumentException says which column is not there, or is no number */
    static Drawn of(Result result, Tile.Kind kind, Optional<String> x, List<String> y, Optional<String> series) {
        int across = x.map(name -> position(result, name)).orElse(0);
        boolean isHeat = kind == Tile.Kind.HEATMAP;
        Optional<Integer> apart = series.map(name -> position(result, name));
        if (apart.isEmpty() && isHeat && result.columns().size() > 2) {
            apart = Optional.of(across == 1 ? 0 : 1);
        }
        List<Integer> values = new ArrayList<>();
        for (String name : y) {
            int column = position(result, name);
            if (!isNumber(result, column)) {
                throw new IllegalArgumentException("Cannot draw column '" + name + "': it is of type "
                        + result.columns().get(column).type() + ", and no number.");
            }
            values.add(column);
        }
        if (values.isEmpty()) {
            Optional<Integer> other = apart;
            IntStream.range(0, result.columns().size())
                    .filter(column -> column != across
                            && other.filter(one -> one == column).isEmpty())
                    .filter(column -> isNumber(result, column))
                    .forEach(values::add);
        }
        return new Drawn(across, List.copyOf(values), apart);
    }

    private static boolean isNumber(Result result, int column) {
        return result.columns().get(column).type().isNumeric();
    }

    private static int position(Result result, String name) {
        List<Column> columns = result.columns();
        return IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot find column '" + name + "' in the result."));
    }
}
