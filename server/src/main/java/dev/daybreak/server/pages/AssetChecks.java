package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.CheckHistory;
import dev.daybreak.orchestration.history.CheckHistory.Check;
import dev.daybreak.orchestration.history.CheckHistory.Found;
import dev.daybreak.orchestration.history.CheckHistory.Outcome;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.AssetView.CheckRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks of an asset, each with what it found on the latest partitions. Thread-safe. */
final class AssetChecks {
    private static final int MOST_RESULTS = 3_000;
    private static final int MOST_OUTCOMES = 60;

    private final Pages pages;
    private final CheckHistory checks;

    AssetChecks(ServedProject served, Pages pages) {
        this.pages = pages;
        this.checks = new CheckHistory(served.store());
    }

    List<CheckRow> of(AssetKey asset, Shell shell) {
        Map<Check, List<Found>> byCheck = new LinkedHashMap<>();
        for (Found found : checks.latest(asset, MOST_RESULTS)) {
            byCheck.computeIfAbsent(found.check(), check -> new ArrayList<>()).add(found);
        }
        List<CheckRow> rows = new ArrayList<>();
        byCheck.forEach(
                (check, found) -> rows.add(row(check, found.subList(0, Math.min(MOST_OUTCOMES, found.size())), shell)));
        // The last check of a partition was found first.
        Collections.reverse(rows);
        return rows;
    }

    private CheckRow row(Check check, List<Found> newestFirst, Shell shell) {
        List<Found> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        List<OutcomeStrip.Tick> ticks = new ArrayList<>();
        for (Found found : oldestFirst) {
            counts.merge(found.outcome(), 1, Integer::sum);
            String word = CheckWords.word(found.outcome());
            ticks.add(new OutcomeStrip.Tick(ticks.size(), word, pages.words(found.interval()) + ": " + word));
        }
        String words = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + CheckWords.word(entry.getKey()))
                .collect(Collectors.joining(", "));
        Found last = newestFirst.get(0);
        Optional<Found> unfit = newestFirst.stream()
                .filter(found -> found.outcome() != Outcome.PASSED)
                .findFirst();
        return new CheckRow(
                check.expectation(),
                check.arguments().equals("{}") ? "" : check.arguments(),
                CheckWords.word(last.outcome()),
                pages.words(last.interval()),
                shell.moment(last.checked()),
                new OutcomeStrip("Oldest first: " + words, ticks.size(), ticks),
                words,
                unfit.map(found -> pages.words(found.interval())).orElse(""));
    }
}
