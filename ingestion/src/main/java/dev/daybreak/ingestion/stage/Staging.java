package dev.daybreak.ingestion.stage;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the records of a step lie while they are judged: temporary tables of one session, which the engine spills to disk
 * when memory runs short. Batches go through it one after the other; bad records and counts of all batches are kept.
 */
public final class Staging {
    /** The batch's records: the contract's columns, {@code _file}, {@code _line}, {@code _unknown}, {@code _raw}. */
    public static final String INTAKE = "daybreak_intake";
    /** Bad records of all batches: file, line, reason, raw, col, val. */
    public static final String DEAD = "daybreak_dead";
    /** Bad records of the batch. */
    public static final String DEAD_OF_BATCH = "daybreak_dead_batch";

    /** SQL after {@code FROM}: the good records of the batch. */
    public static final String GOOD = "(SELECT * FROM " + INTAKE + " WHERE _raw IS NULL)";

    private static final String DEAD_COLUMNS =
            "(file VARCHAR, line BIGINT, reason VARCHAR, raw VARCHAR, col VARCHAR, val VARCHAR)";

    private final Session session;
    private final Contract contract;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<String, NewColumn> newColumns = new TreeMap<>();
    private final Set<String> withoutValues;
    private long good;
    private long bad;

    /** Good and bad records of a file. */
    public record Tally(long good, long bad) {
        Tally plus(Tally other) {
            return new Tally(good + other.good, bad + other.bad);
        }
    }

    /** A column that the data has and the contract has not. */
    public record NewColumn(String name, String type, String file, String example) {
        /** @param examples texts of its values; may be empty */
        public static NewColumn seen(String name, String file, List<String> examples) {
            return new NewColumn(name, SeenType.of(examples), file, examples.isEmpty() ? "null" : examples.get(0));
        }
    }

    public Staging(Session session, Contract contract) {
        this.session = session;
        this.contract = contract;
        this.withoutValues = new TreeSet<>(contract.schema().names());
        // Order costs memory and time here and is not needed: bad records carry their line numbers.
        session.execute("SET SESSION preserve_insertion_order = false");
        session.execute("CREATE OR REPLACE TEMP TABLE " + DEAD + DEAD_COLUMNS);
    }

    /** Takes in a batch in place of the one before. Records without a line number get it later, by {@link #keepDead}. */
    public void load(Parsed parsed) {
        session.execute("CREATE OR REPLACE TEMP TABLE " + INTAKE + " AS " + contract.typedRecords(parsed));
        session.execute("CREATE OR REPLACE TEMP TABLE " + DEAD_OF_BATCH + DEAD_COLUMNS);
        session.execute("INSERT INTO " + DEAD_OF_BATCH + " "
                + contract.judgedRecords(
                        "SELECT _file AS file, _line AS line, _raw AS raw FROM " + INTAKE + " WHERE _raw IS NOT NULL"));
    }

    /**
     * Takes note of good records of a file that were written without being taken in.
     *
     * @param withValues the columns for which at least one of them had a value
     */
    public void noteWritten(String file, long records, Collection<String> withValues) {
        add(file, new Tally(records, 0));
        withoutValues.removeAll(withValues);
    }

    /**
     * Numbers the bad records of the batch that have no line yet, by reading their files again in order. Records that are
     * equal in text stand for each other.
     *
     * @param ordered yields {@code file}, {@code raw} (as the record was parsed with) and {@code shown} (as the dead-letter table is
     *     to have it) of every record, file after file in the order of lines
     * @param headerLines lines before the first record
     */
    public void numberLines(String ordered, int headerLines) {
        session.execute("CREATE OR REPLACE TEMP TABLE daybreak_numbered AS SELECT * FROM (SELECT file, raw, shown, "
                + "row_number() OVER () AS n, lag(file) OVER () IS DISTINCT FROM file AS head FROM (" + ordered
                + ")) WHERE head OR (file, raw) IN (SELECT (file, raw) FROM " + DEAD_OF_BATCH + " WHERE line IS NULL)");
        session.execute(
                "CREATE OR REPLACE TEMP TABLE daybreak_numbered AS SELECT file, raw, shown, n - base + 1 + "
                        + headerLines + " AS line, row_number() OVER (PARTITION BY file, raw ORDER BY n) AS k"
                        + " FROM daybreak_numbered JOIN (SELECT file, min(n) AS base FROM daybreak_numbered GROUP BY file) USING (file)");
        session.execute("CREATE OR REPLACE TEMP TABLE " + DEAD_OF_BATCH
                + " AS SELECT d.file, coalesce(d.line, n.line) AS line, "
                + "reason, coalesce(n.shown, d.raw) AS raw, col, val FROM (SELECT *, CASE WHEN line IS NULL THEN row_number() "
                + "OVER (PARTITION BY file, raw, line ORDER BY reason) END AS k FROM " + DEAD_OF_BATCH
                + ") d LEFT JOIN daybreak_numbered n ON d.file = n.file AND d.raw = n.raw AND d.k = n.k");
    }

    /** Leaves out of the batch's bad records those whose text is in {@code known}, which yields {@code raw}; equal ones are counted. */
    public void forgetKnownDead(String known) {
        session.execute("CREATE OR REPLACE TEMP TABLE " + DEAD_OF_BATCH + " AS SELECT d.* EXCLUDE (k) FROM (SELECT *, "
                + "row_number() OVER (PARTITION BY raw ORDER BY line) AS k FROM " + DEAD_OF_BATCH
                + ") d LEFT JOIN (SELECT raw, count(*) AS n FROM (" + known
                + ") GROUP BY raw) b ON d.raw = b.raw WHERE d.k > coalesce(b.n, 0)");
    }

    /** Files that hold bad records of the batch without a line. */
    public List<String> unnumberedFiles() {
        return rows("SELECT DISTINCT file FROM " + DEAD_OF_BATCH + " WHERE line IS NULL ORDER BY file").stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    /** Runs a statement in the session that holds the tables. */
    public void execute(String sql) {
        session.execute(sql);
    }

    /** Closes a batch: counts it, and keeps its bad records. Tells how many good ones it has. */
    public long keepDead() {
        session.execute("INSERT INTO " + DEAD + " SELECT * FROM " + DEAD_OF_BATCH);
        long before = good;
        count("SELECT file, CAST(sum(good) AS BIGINT), CAST(sum(bad) AS BIGINT) FROM ("
                + "SELECT _file AS file, count(*) AS good, 0 AS bad FROM " + GOOD + " GROUP BY _file UNION ALL "
                + "SELECT file, 0, count(*) FROM " + DEAD_OF_BATCH + " GROUP BY file) GROUP BY file");
        findNewColumns();
        findValues();
        return good - before;
    }

    /** @param counts yields a file with its good and its bad records */
    private void count(String counts) {
        for (List<Object> row : rows(counts)) {
            add((String) row.get(0), new Tally((Long) row.get(1), (Long) row.get(2)));
        }
    }

    private void add(String file, Tally tally) {
        tallies.merge(file, tally, Tally::plus);
        good += tally.good();
        bad += tally.bad();
    }

    private void findNewColumns() {
        String keys = "SELECT k, min(_file) FROM (SELECT _file, unnest(string_split(_unknown, chr(10))) AS k FROM "
                + INTAKE + " WHERE _unknown IS NOT NULL) GROUP BY k ORDER BY k";
        List<List<Object>> found = rows(keys);
        for (List<Object> row : found) {
            String name = (String) row.get(0);
            List<String> examples = new ArrayList<>();
            String path = Sql.text("$.\"" + name.replace("\"", "\\\"") + "\"");
            for (List<Object> example : rows("SELECT json_extract_string(_raw, " + path + ") FROM " + INTAKE
                    + " WHERE _unknown IS NOT NULL AND _raw IS NOT NULL AND list_contains(json_keys(_raw), "
                    + Sql.text(name) + ") LIMIT 20")) {
                if (example.get(0) != null) {
                    examples.add((String) example.get(0));
                }
            }
            newColumns.putIfAbsent(name, NewColumn.seen(name, (String) row.get(1), examples));
        }
    }

    private void findValues() {
        if (withoutValues.isEmpty()) {
            return;
        }
        List<String> names = List.copyOf(withoutValues);
        List<String> counts =
                names.stream().map(name -> "count(" + Sql.name(name) + ")").toList();
        List<Object> row =
                rows("SELECT " + String.join(", ", counts) + " FROM " + INTAKE).get(0);
        for (int i = 0; i < names.size(); i++) {
            if ((Long) row.get(i) > 0) {
                withoutValues.remove(names.get(i));
            }
        }
    }

    /** The rows of a small result. */
    public List<List<Object>> rows(String sql) {
        List<List<Object>> all = new ArrayList<>();
        try (Rows rows = session.query(sql)) {
            int width = rows.schema().columns().size();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < width; i++) {
                    row.add(rows.value(i));
                }
                all.add(row);
            }
        }
        return all;
    }

    /** The first value of the first row of a result whose first column is text; empty if there is none. */
    public Optional<String> firstText(String sql) {
        List<List<Object>> rows = rows(sql);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable((String) rows.get(0).get(0));
    }

    /** By what {@code _file} says; files without any record are not in it. */
    public Tally tally(String file) {
        return tallies.getOrDefault(file, new Tally(0, 0));
    }

    public long good() {
        return good;
    }

    public long bad() {
        return bad;
    }

    public List<NewColumn> newColumns() {
        return List.copyOf(newColumns.values());
    }

    /** Columns of the contract for which no record had a value that fits: dropped, null everywhere, or of another type. */
    public Set<String> withoutValues() {
        return Set.copyOf(withoutValues);
    }
}
