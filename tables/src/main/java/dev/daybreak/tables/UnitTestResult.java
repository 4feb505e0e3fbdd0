package dev.daybreak.tables;

import dev.daybreak.project.unittest.UnitTest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What became of a test.
 *
 * @param engine that computed
 * @param problems in words: a failure, a type, a column or a check that was not expected
 * @param missing rows that are expected and were not yielded, by column
 * @param extra rows that were yielded and are not expected, by column
 * @param changed rows that are expected and yielded with other cells
 * @param seconds that it took
 */
public record UnitTestResult(
        UnitTest test,
        String engine,
        List<String> problems,
        List<Map<String, Object>> missing,
        List<Map<String, Object>> extra,
        List<ChangedRow> changed,
        double seconds) {
    public UnitTestResult {
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(engine, "engine");
        problems = List.copyOf(problems);
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        changed = List.copyOf(changed);
    }

    /**
     * A row that is there with other cells than expected.
     *
     * @param expected by column
     * @param actual by the same columns
     * @param columns those that differ
     */
    public record ChangedRow(Map<String, Object> expected, Map<String, Object> actual, List<String> columns) {
        public ChangedRow {
            expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
            actual = Collections.unmodifiableMap(new LinkedHashMap<>(actual));
            columns = List.copyOf(columns);
        }
    }

    public boolean isPassed() {
        return problems.isEmpty() && missing.isEmpty() && extra.isEmpty() && changed.isEmpty();
    }
}
