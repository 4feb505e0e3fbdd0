package dev.daybreak.server.pages.backfills;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.BackfillState;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.backfills.BackfillActions.Verb;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Backfills, and how far each is. Thread-safe. */
final class BackfillPages {
    private static final int PAGE = 50;
    private static final int MOST_RUNS = 300;

    private final ServedProject served;
    private final Backfills backfills;
    private final Finding finding;
    private final Listing listing;

    BackfillPages(ServedProject served, Backfills backfills, Finding finding) {
        this.served = served;
        this.backfills = backfills;
        this.finding = finding;
        this.listing = new Listing(served.store());
    }

    BackfillsView list(Context ctx, Shell shell) {
        Optional<String> before = Optional.of(Pages.text(ctx, "before")).filter(id -> !id.isEmpty());
        List<Backfill> found = backfills.before(before, PAGE + 1);
        return new BackfillsView(
                shell,
                found.stream()
                        .limit(PAGE)
                        .map(backfill -> BackfillRow.of(backfill, shell))
                        .toList(),
                found.size() > PAGE
                        ? Optional.of("/backfills?before="
                                + Pages.encoded(found.get(PAGE - 1).id()))
                        : Optional.empty());
    }

    BackfillView backfill(Context ctx, Shell shell) {
        Backfill backfill = finding.backfill(backfills, ctx.pathParam("backfill"));
        SortedMap<AssetKey, Map<StepState, Long>> partitions = backfills.partitions(backfill.id());
        List<StepState> states = Arrays.stream(StepState.values())
                .filter(state -> partitions.values().stream().anyMatch(counts -> counts.containsKey(state)))
                .toList();
        List<RunRecord> runs = listing.runs(
                new RunFilter(Optional.empty(), Optional.empty(), Optional.of(backfill.id())),
                Optional.empty(),
                MOST_RUNS + 1);
        return new BackfillView(
                shell,
                BackfillRow.of(backfill, shell),
                backfill.request().selection(),
                IntervalText.of(
                        backfill.request().range(), served.project().settings().zone()),
                backfill.concurrency(),
                backfill.meanRun().map(Moment::took).orElse(""),
                verbs(backfill).stream().map(Verb::word).toList(),
                states.stream().map(StepState::toString).toList(),
                partitions.entrySet().stream()
                        .map(entry -> new BackfillView.AssetRow(
                                entry.getKey().toString(),
                                states.stream()
                                        .map(state -> entry.getValue().getOrDefault(state, 0L))
                                        .toList()))
                        .toList(),
                runs.stream().limit(MOST_RUNS).map(run -> RunRow.of(run, shell)).toList(),
                runs.size() > MOST_RUNS);
    }

    private static List<Verb> verbs(Backfill backfill) {
        if (backfill.state().isOver()) {
            return List.of();
        }
        return backfill.state() == BackfillState.PAUSED
                ? List.of(Verb.RESUME, Verb.CANCEL)
                : List.of(Verb.PAUSE, Verb.CANCEL);
    }
}
