package dev.daybreak.quality;

/** Quotes names and texts for SQL, so that nothing in them is read as SQL. */
final class Quoting {
    private Quoting() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        String quoted = "'" + value.replace("'", "''") + "'";
        // A backslash is an escape for some engines.
        return value.indexOf('\\') < 0 ? quoted : "(" + quoted.replace("\\", "' || chr(92) || '") + ")";
    }
}
