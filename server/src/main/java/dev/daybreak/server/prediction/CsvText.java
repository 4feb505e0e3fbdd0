package dev.daybreak.server.prediction;

import dev.daybreak.server.web.HttpFailure;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them: quoted cells may hold commas, quotes (twice) and line breaks. */
final class CsvText {
    private final String text;
    private int position;

    private CsvText(String text) {
        this.text = text;
    }

    /** The cells of each row; blank lines are no rows. */
    static List<List<String>> parse(String text) {
        CsvText reader = new CsvText(text);
        List<List<String>> rows = new ArrayList<>();
        while (reader.position < text.length()) {
            List<String> row = reader.row(rows.size() + 1);
            if (row.size() > 1 || !row.get(0).isBlank()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> row(int number) {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell(number));
            if (position >= text.length()) {
                return cells;
            }
            char end = text.charAt(position++);
            if (end == '\r' && position < text.length() && text.charAt(position) == '\n') {
                position++;
            }
            if (end != ',') {
                return cells;
            }
        }
    }

    private String cell(int number) {
        if (position < text.length() && text.charAt(position) == '"') {
            return quoted(number);
        }
        int start = position;
        while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position).strip();
    }

    private String quoted(int number) {
        StringBuilder cell = new StringBuilder();
        position++;
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '"') {
                cell.append(next);
            } else if (position < text.length() && text.charAt(position) == '"') {
                cell.append('"');
                position++;
            } else if (position == text.length() || ",\r\n".indexOf(text.charAt(position)) >= 0) {
                return cell.toString();
            } else {
                break;
            }
        }
        throw HttpFailure.badRequest(
                "Invalid CSV: a quoted cell does not end before the next comma or line", "row " + number, "");
    }
}
