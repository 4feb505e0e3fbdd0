package dev.daybreak.project.problem;

import java.util.Objects;

/**
 * A position in a project file, for people: {@code assets/orders.sql:14:5}.
 *
 * @param file path relative to the project's root, with forward slashes
 * @param line first line is 1; 0 means the whole file
 * @param column first column is 1; 0 means the whole line
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
    public Place {
        Objects.requireNonNull(file, "file");
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("Invalid place: line " + line + ", column " + column);
        }
    }

    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
