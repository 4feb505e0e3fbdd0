package dev.daybreak.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns for a terminal: a header, two spaces between columns, numbers to the right. */
public final class TextTable {
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        this.header = List.of(header);
    }

    public TextTable(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** Adds a row; null is shown as an empty cell. */
    public void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell == null ? "" : cell.toString().replace('\n', ' ').replace('\t', ' ');
            row.add(text);
        }
        rows.add(row);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        int[] widths = new int[header.size()];
        boolean[] numeric = new boolean[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = header.get(column).length();
            numeric[column] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
                numeric[column] &= row.get(column).matches("-?[0-9][0-9.,eE+-]*|");
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, header, widths, numeric);
        rows.forEach(row -> append(text, row, widths, numeric));
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String pad = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : "  ").append(numeric[column] ? pad + cell : cell + pad);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
