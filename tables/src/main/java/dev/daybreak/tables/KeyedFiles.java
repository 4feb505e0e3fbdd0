package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.ValueRanges;
import dev.daybreak.lake.ValueRanges.Range;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the files of a table that hold rows with certain keys: by what the table knows of its files first, then by reading the key columns
 * of those that are left.
 */
final class KeyedFiles {
    private static final String CANDIDATES = "daybreak_candidates";
    /** Keys are told as so many stretches; more leave out more files, and cost more for each. */
    private static final int RANGES = 100;
    /** So many rows are read as a whole as quickly as their keys are looked at first. */
    private static final long FEW_ROWS = 2_000_000;

    private final Session session;
    private final List<String> key;
    private final ZoneId zone;
    private final long fewRows;

    KeyedFiles(Session session, List<String> key, ZoneId zone) {
        this(session, key, zone, FEW_ROWS);
    }

    KeyedFiles(Session session, List<String> key, ZoneId zone, long fewRows) {
        this.session = session;
        this.key = key;
        this.zone = zone;
        this.fewRows = fewRows;
    }

    /**
     * Files with rows of some keys.
     *
     * @param found stretches of the keys, which they were found by
     */
    record Holding(Relation files, List<ValueRanges> found) {}

    /**
     * The files with rows whose keys a query yields.
     *
     * @param keys a query over relations of the session that yields the key's columns, never null
     */
    Holding holding(LakeTable table, long snapshot, String keys) {
        List<ValueRanges> ranges =
                key.stream().map(column -> ranges(column, keys)).toList();
        Relation candidates = table.mayHold(snapshot, ranges, zone);
        long rows =
                candidates.files().stream().mapToLong(Relation.DataFile::rows).sum();
        if (candidates.files().size() < 2 || rows <= fewRows) {
            return new Holding(candidates, ranges);
        }
        session.register(CANDIDATES, candidates, Changes.FILE);
        Set<String> paths = paths("SELECT DISTINCT t." + Changes.FILE + " FROM " + CANDIDATES
                + " AS t WHERE EXISTS (SELECT 1 FROM (" + keys + ") AS k WHERE " + Sql.same("k", "t", key) + ")");
        return new Holding(only(candidates, paths), ranges);
    }

    /**
     * Whether the table is known to have none of the values of a column, from the least to the greatest, in some of its files, so that each row there
     * differs from each that a relation of the session has. False if it is not known.
     *
     * @param rows the relation; a null among its values makes it unknown
     * @param holding files of the table at the snapshot
     */
    boolean isApart(LakeTable table, long snapshot, String column, String rows, Holding holding) {
        String name = Sql.name(column);
        String sql = "SELECT MIN(" + name + ") AS low, MAX(" + name + ") AS high FROM " + rows
                + " HAVING COUNT(*) = COUNT(" + name + ")";
        List<Range> range = rangesOf(sql);
        if (range.isEmpty()) {
            return false;
        }
        Set<String> paths =
                holding.files().files().stream().map(Relation.DataFile::path).collect(Collectors.toSet());
        return table.isApart(snapshot, holding.found(), paths, new ValueRanges(column, range), zone);
    }

    private ValueRanges ranges(String column, String keys) {
        String name = Sql.name(column);
        String sql = "SELECT MIN(v) AS low, MAX(v) AS high FROM (SELECT v, NTILE(" + RANGES
                + ") OVER (ORDER BY v) AS part FROM (SELECT DISTINCT " + name + " AS v FROM (" + keys
                + ") AS k) AS d) AS n GROUP BY part";
        return new ValueRanges(column, rangesOf(sql));
    }

    /** @param sql yields the least and the greatest value of each */
    private List<Range> rangesOf(String sql) {
        List<Range> ranges = new ArrayList<>();
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                ranges.add(new Range(rows.value(0), rows.value(1)));
            }
        }
        return ranges;
    }

    private Set<String> paths(String sql) {
        Set<String> paths = new HashSet<>();
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                paths.add((String) rows.value(0));
            }
        }
        return paths;
    }

    /** The rows of some of a relation's files. */
    static Relation only(Relation relation, Set<String> paths) {
        List<Relation.DataFile> files = relation.files().stream()
                .filter(file -> paths.contains(file.path()))
                .toList();
        return new Relation(relation.schema(), relation.fieldIds(), files, Optional.empty());
    }
}
