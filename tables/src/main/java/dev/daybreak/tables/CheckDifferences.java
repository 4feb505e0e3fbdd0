package dev.daybreak.tables;

import dev.daybreak.project.check.CheckOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the checks of a table say something else on one engine than on the other. */
final class CheckDifferences {
    private CheckDifferences() {}

    /**
     * In words, for each check whose verdict, counts or observed value are not the same; floats may differ as those of rows.
     *
     * @param mine outcomes on one engine
     * @param theirs outcomes of the same checks on the other, in the same order
     */
    static List<String> between(String one, List<CheckOutcome> mine, String other, List<CheckOutcome> theirs) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            CheckOutcome here = mine.get(i);
            CheckOutcome there = theirs.get(i);
            if (!isSame(here, there)) {
                words.add(here.check().expectation() + " (" + here.check().place() + ") " + found(here) + " on " + one
                        + ", " + found(there) + " on " + other);
            }
        }
        return words;
    }

    private static boolean isSame(CheckOutcome one, CheckOutcome other) {
        List<List<Object>> mine = new ArrayList<>(List.of(compared(one)));
        List<List<Object>> theirs = new ArrayList<>(List.of(compared(other)));
        NearRows.strike(mine, theirs);
        return mine.isEmpty();
    }

    private static List<Object> compared(CheckOutcome outcome) {
        return Arrays.asList(outcome.success(), outcome.evaluated(), outcome.unexpected(), outcome.observed());
    }

    private static String found(CheckOutcome outcome) {
        String observed = outcome.observed() == null ? "" : ", observed " + outcome.observed();
        String reason = outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
        return (outcome.success() ? "holds" : "fails") + " (" + outcome.unexpected() + " of " + outcome.evaluated()
                + " rows unexpected" + observed + reason + ")";
    }
}
