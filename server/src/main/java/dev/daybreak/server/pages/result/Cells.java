package dev.daybreak.server.pages.result;

import dev.daybreak.project.schema.Column;
import dev.daybreak.server.query.Result;
import dev.daybreak.server.web.Json;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of a query as a table of texts.
 *
 * @param rows a cell for each column
 * @param isCut whether there are more rows, here or where they come from
 * @param masked names of columns whose values are hidden
 */
public record Cells(List<Head> columns, List<List<Cell>> rows, boolean isCut, List<String> masked) {
    private static final int WIDEST = 300;
    /** More make a page that is too large to look at. */
    private static final int MOST_CELLS = 20_000;

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    /** @param isNumber whether its values stand at the right */
    public record Head(String name, String type, boolean isNumber) {}

    /** @param kind {@code value}, {@code null} or {@code masked} */
    public record Cell(String text, String kind) {}

    public Cells {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        masked = List.copyOf(masked);
    }

    public static Cells of(Result result) {
        List<Head> heads = result.columns().stream()
                .map(column -> new Head(
                        column.name(), column.type().toString(), column.type().isNumeric()))
                .toList();
        int most = Math.max(1, MOST_CELLS / Math.max(1, heads.size()));
        List<List<Cell>> rows = new ArrayList<>();
        for (List<Object> row :
                result.rows().subList(0, Math.min(most, result.rows().size()))) {
            List<Cell> cells = new ArrayList<>();
            for (int column = 0; column < heads.size(); column++) {
                cells.add(result.masked().contains(column) ? new Cell("masked", "masked") : cell(row.get(column)));
            }
            rows.add(List.copyOf(cells));
        }
        List<String> masked = result.masked().stream()
                .sorted()
                .map(result.columns()::get)
                .map(Column::name)
                .toList();
        return new Cells(
                heads, rows, result.isCut() || rows.size() < result.rows().size(), masked);
    }

    private static Cell cell(Object value) {
        if (value == null) {
            return new Cell("null", "null");
        }
        String text = text(value);
        return new Cell(text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text, "value");
    }

    /** A value as people read it; empty for null. */
    public static String text(Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof LocalDateTime time) {
            return TIMESTAMP.format(time);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return Json.write(plain(value));
        }
        return value.toString();
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> item == null ? "" : plain(item)).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(text(key), plain(item)));
            return copy;
        }
        return value == null || value instanceof Boolean || value instanceof Number ? value : text(value);
    }
}
