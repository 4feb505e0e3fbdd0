package dev.daybreak.quality;

/** Quotes names and texts for SQL, so that nothing in them is read as SQL. */
final class Quoting {
    private Quoting() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
