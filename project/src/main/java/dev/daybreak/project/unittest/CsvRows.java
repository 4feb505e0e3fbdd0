package dev.daybreak.project.unittest;

import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows in CSV as RFC 4180 has it: a line of names, then a line for each row. A cell without anything in it is null, and {@code ""} is the
 * empty text. Spaces around a comma belong to no cell, so that columns can be lined up.
 */
public final class CsvRows {
    private final String text;
    private final Place start;
    private final Problems problems;
    private final boolean isVerbatim;
    private int at;
    private int line;
    private int lineStart;

    private CsvRows(String text, Place start, boolean isVerbatim, Problems problems) {
        this.text = text;
        this.start = start;
        this.isVerbatim = isVerbatim;
        this.problems = problems;
    }

    /** @param quoted whether it stood in quotes */
    private record Cell(String text, boolean quoted, Place place) {
        YamlValue value() {
            boolean isNull = text.isEmpty() && !quoted;
            return new YamlValue.Scalar(
                    isNull ? YamlValue.Type.NULL : YamlValue.Type.TEXT, text, text, place, Optional.empty());
        }
    }

    /**
     * The rows of a text that stands in a file as it is, all its lines beginning in the same column.
     *
     * @param start where its first line begins
     * @return empty if an error was noted
     */
    public static Optional<List<WrittenRow>> read(String text, Place start, Problems problems) {
        return read(new CsvRows(text, start, true, problems));
    }

    /** The rows of a text that is written with escapes, so that all that is wrong with it is told at one place. */
    public static Optional<List<WrittenRow>> readAt(Place place, String text, Problems problems) {
        return read(new CsvRows(text, place, false, problems));
    }

    private static Optional<List<WrittenRow>> read(CsvRows csv) {
        int before = csv.problems.errors();
        List<WrittenRow> rows = csv.rows();
        return csv.problems.errors() == before ? Optional.of(rows) : Optional.empty();
    }

    private List<WrittenRow> rows() {
        List<WrittenRow> rows = new ArrayList<>();
        List<Cell> names = record();
        while (at < text.length()) {
            Place place = place();
            List<Cell> cells = record();
            boolean isBlank = cells.size() == 1
                    && cells.get(0).text().isEmpty()
                    && !cells.get(0).quoted();
            if (isBlank && names.size() > 1) {
                continue;
            }
            if (cells.size() != names.size()) {
                problems.error(
                        place,
                        "Invalid row: it has " + cells.size() + (cells.size() == 1 ? " cell" : " cells")
                                + ", and the first line names " + names.size() + " columns.",
                        "Put a cell with a comma in it in double quotes; leave a cell empty for null.");
                continue;
            }
            Map<String, YamlValue> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(names.get(i).text(), cells.get(i).value());
            }
            if (row.size() < names.size()) {
                problems.error(place, "Invalid rows: two columns have the same name.", "Rename or remove one.");
                return rows;
            }
            rows.add(new WrittenRow(row, place));
        }
        return rows;
    }

    private Place place() {
        return isVerbatim ? new Place(start.file(), start.line() + line, start.column() + at - lineStart) : start;
    }

    private List<Cell> record() {
        List<Cell> cells = new ArrayList<>();
        boolean isMore = true;
        while (isMore) {
            cells.add(cell());
            isMore = at < text.length() && text.charAt(at) == ',';
            at++;
        }
        line++;
        lineStart = at;
        return cells;
    }

    private Cell cell() {
        skipSpaces();
        Place place = place();
        if (at < text.length() && text.charAt(at) == '"') {
            return new Cell(quoted(place), true, place);
        }
        int from = at;
        while (at < text.length() && ",\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Cell(text.substring(from, at).strip(), false, place);
    }

    private String quoted(Place place) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"' && (at == text.length() || text.charAt(at) != '"')) {
                skipSpaces();
                if (at < text.length() && ",\n".indexOf(text.charAt(at)) < 0) {
                    problems.error(place, "Invalid cell: something follows its closing quote.", "Double quotes in it.");
                    at = text.length();
                }
                return value.toString();
            }
            at += next == '"' ? 1 : 0;
            if (next == '\n') {
                line++;
                lineStart = at;
            }
            value.append(next);
        }
        problems.error(place, "Invalid cell: its quote is not closed.", "");
        return value.toString();
    }

    private void skipSpaces() {
        while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
