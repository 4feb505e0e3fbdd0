package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.Staging;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads files line by line without looking into the lines: the engine's CSV reader with a delimiter and quotes that no text
 * has, which unpacks gzip and zstd, and never holds a whole file. Lines that are no UTF-8 or longer than 2 MB land in {@link #REJECTS}.
 */
final class RawLines {
    static final String REJECTS = "daybreak_rejects";
    static final String REJECT_SCANS = "daybreak_reject_scans";

    private RawLines() {}

    /** Yields {@code filename} and {@code line} (null if empty). */
    static String query(List<Path> files) {
        return query(files, true);
    }

    private static String query(List<Path> files, boolean isParallel) {
        return "SELECT filename, line FROM read_csv(" + FileNames.list(files)
                + ", auto_detect = false, header = false, delim = '\u0001\u0002\u0003\u0004', quote = '', escape = '',"
                + " columns = {line: 'VARCHAR'}, strict_mode = false, filename = true, parallel = "
                + isParallel + ", " + rejects() + ")";
    }

    /** Yields the first line of a file, whatever the session says of order: many threads would tell any line. */
    static String first(Path file) {
        return "SELECT line FROM (" + query(List.of(file), false) + ") LIMIT 1";
    }

    static String rejects() {
        return "store_rejects = true, rejects_table = '" + REJECTS + "', rejects_scan = '" + REJECT_SCANS + "'";
    }

    /** To be called before a query whose rejects matter. */
    static void clearRejects(Staging staging) {
        staging.execute("DROP TABLE IF EXISTS " + REJECTS);
        staging.execute("DROP TABLE IF EXISTS " + REJECT_SCANS);
    }

    /** Adds the rejects of the last query to the bad records of the batch. */
    static void keepRejects(Staging staging, FileNames names) {
        staging.execute("INSERT INTO " + Staging.DEAD_OF_BATCH
                + " SELECT file, line, reason, raw, NULL, NULL FROM (SELECT " + names.shown("s.file_path")
                + " AS file, r.line AS line, min(CASE CAST(r.error_type AS VARCHAR)"
                + " WHEN 'MISSING COLUMNS' THEN 'too few fields: ' || r.error_message"
                + " WHEN 'TOO MANY COLUMNS' THEN 'too many fields: ' || r.error_message"
                + " WHEN 'INVALID ENCODING' THEN 'not UTF-8'"
                + " ELSE r.error_message END) AS reason, min(r.csv_line) AS raw FROM " + REJECTS + " r JOIN "
                + REJECT_SCANS + " s USING (scan_id, file_id) GROUP BY ALL)");
    }
}
