package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.MaskedRow;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.IntervalText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is said of checks that do not hold: few of them, each with its arguments, its reason and some of its rows. */
final class CheckWords {
    private static final int CHECKS_TOLD = 3;
    private static final int ROWS_TOLD = 3;

    private final Predicate<String> hidden;

    /** @param hidden columns whose values are not told */
    CheckWords(Predicate<String> hidden) {
        this.hidden = hidden;
    }

    /** @param blocked audits that have a blocking outcome each; not empty */
    Failure failure(AssetKey asset, List<Audit> blocked, ZoneId zone) {
        List<CheckOutcome> failing = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (Audit audit : blocked) {
            String partition = blocked.size() == 1 ? "" : "for " + IntervalText.of(audit.interval(), zone) + ", ";
            for (CheckOutcome outcome : audit.outcomes()) {
                if (outcome.blocks()) {
                    failing.add(outcome);
                    told.add(partition + words(outcome));
                }
            }
        }
        String first = IntervalText.of(blocked.get(0).interval(), zone);
        String partitions = blocked.size() == 1 ? first : blocked.size() + " partitions from " + first;
        int more = told.size() - CHECKS_TOLD;
        return new Failure(
                ErrorCode.CHECK_FAILED,
                "Cannot publish asset '" + asset + "' for " + partitions + ": "
                        + told.stream().limit(CHECKS_TOLD).collect(Collectors.joining("; "))
                        + (more > 0 ? "; and " + more + " more checks fail" : "") + ".",
                failing.get(0).check().place().toString(),
                "Correct the data or the query, or give the check 'severity: warn'. What was published before stays.");
    }

    /** Such as {@code expect_column_values_to_not_be_null (column: id): 2 of 10 values are null, such as [id: null]}. */
    String words(CheckOutcome outcome) {
        Map<String, Object> arguments = new TreeMap<>(outcome.check().arguments());
        String observed = outcome.observed() == null ? "" : ", observed " + outcome.observed();
        return outcome.check().expectation()
                + (arguments.isEmpty() ? "" : " (" + pairs(arguments) + ")")
                + ": "
                + (outcome.reason().isEmpty() ? "does not hold" + observed : outcome.reason())
                + rows(outcome);
    }

    private String rows(CheckOutcome outcome) {
        if (outcome.samples().isEmpty()) {
            return "";
        }
        return ", such as "
                + outcome.samples().stream()
                        .limit(ROWS_TOLD)
                        .map(row -> "[" + pairs(MaskedRow.of(row, hidden)) + "]")
                        .collect(Collectors.joining(", "));
    }

    private static String pairs(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
