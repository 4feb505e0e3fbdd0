package dev.daybreak.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our expectations mean what Great Expectations' mean, whatever computes them: the portable cases of its test suite agree, verdict and
 * numbers.
 */
public abstract class ConformanceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Cases whose numbers contradict their own input; the verdict agrees. */
    private static final Map<String, String> CONTRADICTORY = Map.of(
            "table_columns_to_match_ordered_list#008", "observes a column 'Unnamed: 0' that its data has not",
            "multicolumn_sum_to_equal#019", "counts a row with null although it ignores rows with any null");

    /** So many cases are portable. */
    private static final int CASES = 696;

    @TempDir
    Path folder;

    protected abstract Engine openEngine(Path temporary);

    /** What a case's rows are put into: a temporary table or, where there is no such thing, a temporary view. */
    protected abstract String kind();

    /** Of so many cases that follow each other, one is tried; 1 for all. */
    protected abstract int step();

    @Test
    void agreesWithEveryPortableCaseOfGreatExpectations() throws IOException {
        Path cases = Path.of(System.getProperty("shared.dir", ""), "conformance", "expectations", "cases.jsonl");
        assumeTrue(Files.exists(cases), "the cases of Great Expectations are not at " + cases);
        Map<String, int[]> table = new TreeMap<>();
        List<String> disagreements = new ArrayList<>();

        int portable = 0;
        try (Engine engine = openEngine(folder);
                Session session = engine.open(ZoneOffset.UTC)) {
            for (String line : Files.readAllLines(cases)) {
                ConformanceCase each = new ConformanceCase(JSON.readTree(line));
                if (!each.isPortable() || portable++ % step() != 0) {
                    continue;
                }
                int[] row = table.computeIfAbsent(each.expectation(), name -> new int[2]);
                row[1]++;
                Optional<String> disagreement =
                        each.disagreement(session, kind(), !CONTRADICTORY.containsKey(each.id()));
                row[0] += disagreement.isEmpty() ? 1 : 0;
                disagreement.ifPresent(what -> disagreements.add(each.id() + ": " + what));
            }
        }

        print(table);
        assertThat(disagreements).isEmpty();
        assertThat(portable).isGreaterThanOrEqualTo(CASES);
    }

    private static void print(Map<String, int[]> table) {
        table.forEach((expectation, row) -> System.out.printf("%-65s %3d of %3d%n", expectation, row[0], row[1]));
        CONTRADICTORY.forEach((id, why) -> System.out.println(id + ": only its verdict is compared, since it " + why));
        System.out.printf(
                "%-65s %3d of %3d%n",
                "all",
                table.values().stream().mapToInt(row -> row[0]).sum(),
                table.values().stream().mapToInt(row -> row[1]).sum());
    }
}
