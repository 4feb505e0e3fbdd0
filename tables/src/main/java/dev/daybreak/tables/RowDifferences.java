package dev.daybreak.tables;

import dev.daybreak.tables.UnitTestResult.ChangedRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How rows differ from those that are expected, whatever their order: rows that are missing, rows too many, and cells that are others. */
final class RowDifferences {
    /** With more rows on a side, the most similar are not looked for. */
    private static final int MOST_COMPARED = 500;

    private final List<String> names;
    private final List<Integer> keys;
    private final List<ChangedRow> changed = new ArrayList<>();

    private RowDifferences(List<String> names, List<Integer> keys) {
        this.names = names;
        this.keys = keys;
    }

    record Found(List<Map<String, Object>> missing, List<Map<String, Object>> extra, List<ChangedRow> changed) {}

    /**
     * @param names of the columns
     * @param keys places of the columns by which rows that differ are the same row; empty: those with the most equal cells are, if these
     *     are at least half
     */
    static Found between(
            List<String> names, List<Integer> keys, List<List<Object>> expected, List<List<Object>> actual) {
        List<List<Object>> missing = new ArrayList<>(expected);
        List<List<Object>> extra = new ArrayList<>(actual);
        NearRows.strike(missing, extra);
        RowDifferences differences = new RowDifferences(names, keys);
        differences.pair(missing, extra);
        return new Found(differences.named(missing), differences.named(extra), differences.changed);
    }

    private void pair(List<List<Object>> missing, List<List<Object>> extra) {
        if (keys.isEmpty() && (missing.size() > MOST_COMPARED || extra.size() > MOST_COMPARED)) {
            return;
        }
        List<List<Object>> alone = new ArrayList<>();
        for (List<Object> row : missing) {
            int best = -1;
            int most = 0;
            for (int i = 0; i < extra.size(); i++) {
                int alike = alike(row, extra.get(i));
                if (alike > most) {
                    best = i;
                    most = alike;
                }
            }
            if (best < 0) {
                alone.add(row);
            } else {
                changed.add(change(row, extra.remove(best)));
            }
        }
        missing.clear();
        missing.addAll(alone);
    }

    /** How many cells are equal; 0 if these are not the same row. */
    private int alike(List<Object> one, List<Object> other) {
        int equal = 0;
        for (int column = 0; column < names.size(); column++) {
            boolean isSame = NearRows.areNear(one.get(column), other.get(column));
            if (!isSame && keys.contains(column)) {
                return 0;
            }
            equal += isSame ? 1 : 0;
        }
        return keys.isEmpty() && equal * 2 < names.size() ? 0 : equal;
    }

    private ChangedRow change(List<Object> expected, List<Object> actual) {
        List<String> columns = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            if (!NearRows.areNear(expected.get(column), actual.get(column))) {
                columns.add(names.get(column));
            }
        }
        return new ChangedRow(named(expected), named(actual), columns);
    }

    private List<Map<String, Object>> named(Iterable<List<Object>> rows) {
        List<Map<String, Object>> named = new ArrayList<>();
        rows.forEach(row -> named.add(named(row)));
        return named;
    }

    private Map<String, Object> named(List<Object> row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int column = 0; column < names.size(); column++) {
            values.put(names.get(column), row.get(column));
        }
        return values;
    }
}
