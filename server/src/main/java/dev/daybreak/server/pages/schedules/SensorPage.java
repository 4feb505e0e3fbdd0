package dev.daybreak.server.pages.schedules;

import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Sensor;
import dev.daybreak.project.asset.Sensor.Condition;
import dev.daybreak.project.time.DurationText;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What assets look for before they begin, and which of them wait. Thread-safe. */
final class SensorPage {
    private static final int MOST_WAITING = 200;

    private final Pages pages;
    private final Listing listing;
    private final Map<AssetKey, List<Sensor>> sensors = new HashMap<>();

    SensorPage(ServedProject served, Pages pages) {
        this.pages = pages;
        this.listing = new Listing(served.store());
        for (Graph.Node node : served.graph().nodes()) {
            if (!node.asset().about().sensors().isEmpty()) {
                sensors.put(node.key(), node.asset().about().sensors());
            }
        }
    }

    SensorsView view(Shell shell) {
        List<StepSituation> waiting = listing.sensors(Optional.empty(), MOST_WAITING + 1);
        List<SensorsView.Row> rows = new ArrayList<>();
        sensors.keySet().stream().sorted().forEach(asset -> rows.addAll(rows(asset, shell)));
        return new SensorsView(
                shell,
                waiting.stream()
                        .limit(MOST_WAITING)
                        .map(step -> waiting(step, shell))
                        .toList(),
                waiting.size() > MOST_WAITING,
                rows);
    }

    private SensorsView.Waiting waiting(StepSituation step, Shell shell) {
        return new SensorsView.Waiting(
                step.step().asset().toString(),
                pages.words(step.step().span()),
                step.step().run(),
                words(step),
                step.firstLook().map(shell::moment),
                step.looks(),
                lastLook(step, shell),
                step.due().map(shell::moment));
    }

    private static String words(StepSituation step) {
        return step.step().words().replaceFirst("^waits for ", "");
    }

    /** A look is followed by the next after a pause that the number of looks tells, so the pause before the next one tells the last. */
    private Optional<Moment> lastLook(StepSituation step, Shell shell) {
        String words = words(step);
        return sensors.getOrDefault(step.step().asset(), List.of()).stream()
                .filter(sensor -> words.startsWith(noun(sensor.condition()) + " "))
                .filter(sensor -> !(sensor.condition() instanceof Sensor.TimePassed))
                .findFirst()
                .flatMap(sensor -> step.due().map(due -> due.minus(sensor.pauseAfter(step.looks()))))
                .map(shell::moment);
    }

    /** What the words of a step begin with that waits for it. */
    private static String noun(Condition condition) {
        if (condition instanceof Sensor.FileThere) {
            return "file";
        }
        if (condition instanceof Sensor.UrlAnswers) {
            return "status";
        }
        if (condition instanceof Sensor.RowFound) {
            return "a row";
        }
        return condition instanceof Sensor.Published ? "asset" : "time";
    }

    private List<SensorsView.Row> rows(AssetKey asset, Shell shell) {
        Optional<StepSituation> last = listing.ended(asset, 1).stream().findFirst();
        return sensors.get(asset).stream()
                .map(sensor -> new SensorsView.Row(
                        asset.toString(),
                        noun(sensor.condition()) + " " + what(sensor.condition()),
                        "every " + DurationText.of(sensor.every()) + ", then more seldom: every "
                                + DurationText.of(sensor.longestPause()) + " at last",
                        "after " + DurationText.of(sensor.timeout()) + " its step "
                                + (sensor.isSoft() ? "is skipped" : "fails"),
                        last.flatMap(step -> step.step().ended()).map(shell::moment),
                        last.map(SensorPage::outcome).orElse("no step of it is over yet"),
                        last.map(step -> step.step().run()).orElse("")))
                .toList();
    }

    private static String what(Condition condition) {
        if (condition instanceof Sensor.FileThere file) {
            return file.path().text();
        }
        if (condition instanceof Sensor.UrlAnswers answer) {
            return answer.status() + " of " + answer.url().text();
        }
        if (condition instanceof Sensor.RowFound row) {
            return "in " + row.connection() + " of: " + row.sql().text();
        }
        return condition instanceof Sensor.Published published
                ? published.asset().toString()
                : DurationText.of(((Sensor.TimePassed) condition).delay()) + " after the end of the interval";
    }

    private static String outcome(StepSituation step) {
        boolean gaveUp = step.step().words().startsWith("waited ")
                || step.step()
                        .failure()
                        .filter(failure -> failure.message().contains(": waited "))
                        .isPresent();
        if (gaveUp) {
            return "not there in time";
        }
        if (step.step().state() == StepState.CANCELLED) {
            return "cancelled after " + Moment.count(step.looks(), "look");
        }
        return step.looks() == 0 ? "there at the first look" : "there after " + Moment.count(step.looks() + 1L, "look");
    }
}
