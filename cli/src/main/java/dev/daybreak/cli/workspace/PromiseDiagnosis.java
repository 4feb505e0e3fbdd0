package dev.daybreak.cli.workspace;

import dev.daybreak.cli.workspace.Diagnosis.Finding;
import dev.daybreak.orchestration.alert.AlertRecord;
import dev.daybreak.orchestration.alert.Outbox;
import dev.daybreak.orchestration.freshness.Freshness;
import dev.daybreak.orchestration.freshness.PromiseState;
import dev.daybreak.orchestration.freshness.Promised;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.time.IntervalText;
import dev.daybreak.sql.analysis.Analysis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is late, and what people could not be told. */
final class PromiseDiagnosis {
    private static final int MOST_OF_AN_ASSET = 3;
    private static final Duration LATELY = Duration.ofDays(1);

    private PromiseDiagnosis() {}

    /** Nothing if the project cannot be read or its store cannot be opened, which others tell. */
    static List<Finding> of(ProjectFiles files) {
        Optional<Graph> graph = files.analysis().flatMap(Analysis::graph);
        if (files.hasErrors() || files.project().isEmpty() || graph.isEmpty()) {
            return List.of();
        }
        Project project = files.project().get();
        Settings settings = project.settings();
        List<Finding> findings = new ArrayList<>();
        try (Store store = Store.open(settings)) {
            Freshness freshness =
                    new Freshness(store, graph.get(), project.pipelines(), settings.start(), settings.end());
            findings.addAll(promises(freshness.promises(), settings.zone()));
            if (!settings.alerts().targets().isEmpty()) {
                findings.add(alerts(settings.alerts().targets().size(), new Outbox(store).givenUp(LATELY)));
            }
        } catch (DaybreakException away) {
            return List.of();
        }
        return findings;
    }

    private static List<Finding> promises(List<Promised> promises, ZoneId zone) {
        if (promises.isEmpty()) {
            return List.of();
        }
        Map<AssetKey, List<Promised>> late = new LinkedHashMap<>();
        promises.stream()
                .filter(promised -> promised.state() == PromiseState.LATE)
                .forEach(promised -> late.computeIfAbsent(promised.asset(), key -> new ArrayList<>())
                        .add(promised));
        List<Finding> findings = new ArrayList<>();
        late.forEach((asset, all) -> {
            all.stream().limit(MOST_OF_AN_ASSET).forEach(promised -> findings.add(late(promised, zone)));
            if (all.size() > MOST_OF_AN_ASSET) {
                findings.add(new Finding(
                        "fresh " + asset,
                        false,
                        (all.size() - MOST_OF_AN_ASSET) + " more partitions are late, up to that of "
                                + interval(all.get(all.size() - 1), zone),
                        ""));
            }
        });
        promises.stream()
                .filter(PromiseDiagnosis::isExpectedLate)
                .forEach(promised -> findings.add(new Finding(
                        name(promised, zone),
                        true,
                        "promised by " + local(promised.due(), zone) + ", but expected at "
                                + local(promised.expected().orElseThrow(), zone),
                        "")));
        if (late.isEmpty()) {
            findings.add(new Finding("freshness", true, "nothing is late" + next(promises, zone), ""));
        }
        return findings;
    }

    private static boolean isExpectedLate(Promised promised) {
        return promised.state() == PromiseState.DUE
                && promised.expected()
                        .filter(end -> end.isAfter(promised.due()))
                        .isPresent();
    }

    private static Finding late(Promised promised, ZoneId zone) {
        String expected = promised.expected()
                .map(end -> ", expected at " + local(end, zone))
                .orElse("");
        String last = promised.interval().isAll()
                ? promised.published()
                        .map(at -> ", last published at " + local(at, zone))
                        .orElse(", never published")
                : "";
        return new Finding(
                name(promised, zone),
                false,
                "late since " + local(promised.due(), zone) + last + expected + ": " + promised.why(),
                promised.mend());
    }

    private static String next(List<Promised> promises, ZoneId zone) {
        return promises.stream()
                .filter(promised -> promised.state() == PromiseState.DUE)
                .min(Comparator.comparing(Promised::due))
                .map(promised -> "; next is '" + promised.asset() + "'"
                        + (promised.interval().isAll() ? "" : " for " + interval(promised, zone)) + ", by "
                        + local(promised.due(), zone))
                .orElse("");
    }

    private static String name(Promised promised, ZoneId zone) {
        return "fresh " + promised.asset() + (promised.interval().isAll() ? "" : " " + interval(promised, zone));
    }

    private static String interval(Promised promised, ZoneId zone) {
        return IntervalText.of(promised.interval(), zone);
    }

    private static String local(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toLocalDateTime().toString();
    }

    private static Finding alerts(int targets, List<AlertRecord> givenUp) {
        if (givenUp.isEmpty()) {
            return new Finding("alerts", true, targets + (targets == 1 ? " target" : " targets"), "");
        }
        AlertRecord last = givenUp.get(0);
        return new Finding(
                "alerts",
                false,
                givenUp.size() + " messages of the last day were given up, the last to '" + last.target() + "': "
                        + last.failure().orElse(""),
                "See that target '" + last.target() + "' of daybreak.yaml accepts messages. The last one said: "
                        + last.text());
    }
}
