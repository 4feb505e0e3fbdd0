package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.graph.Drawings;
import dev.daybreak.server.pages.runs.RunView.AttemptRow;
import dev.daybreak.server.pages.runs.RunView.PathRow;
import dev.daybreak.server.pages.runs.RunView.StepFilter;
import dev.daybreak.server.pages.runs.RunView.StepRow;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run, with all that it did and why. Thread-safe. */
final class RunPage {
    /** Steps of a run that are looked at; of more, some are left out. */
    private static final int MOST_STEPS = 2_000;

    private static final int PAGE = 80;
    private static final int MOST_PATH = 30;
    /** An error is told in full by the log of its attempt. */
    private static final int MOST_ERROR = 1_500;

    private final ServedProject served;
    private final Pages pages;
    private final Listing listing;
    private final History history;
    private final Finding finding;
    private final Drawings drawings = new Drawings();

    RunPage(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.listing = new Listing(served.store());
        this.history = new History(served.store());
        this.finding = new Finding(served, "");
    }

    RunView view(Context ctx, Shell shell) {
        RunRecord run = finding.run(ctx.pathParam("run"));
        List<StepSituation> found =
                listing.steps(run.id(), Optional.empty(), Optional.empty(), Optional.empty(), MOST_STEPS + 1);
        List<StepSituation> all = found.stream()
                .limit(MOST_STEPS)
                .sorted(Comparator.comparing(
                                (StepSituation step) -> step.begun().orElse(Instant.MAX))
                        .thenComparing(step -> step.step().key()))
                .toList();
        StepFilter filter = new StepFilter(Pages.text(ctx, "asset"), Pages.text(ctx, "state"));
        List<StepSituation> wanted =
                all.stream().filter(step -> fits(step, filter)).toList();
        int page = page(ctx, wanted.size());
        Chart chart = new Chart(run, all, shell);
        RunAssets assets = new RunAssets(run, all, listing.unplanned(run.id()));
        boolean isOpen = run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
        return new RunView(
                shell,
                RunRow.of(run, shell),
                run.kind(),
                run.pipeline().orElse(""),
                run.ended().map(shell::moment),
                run.failure().orElse(""),
                isOpen,
                !isOpen && run.state() != RunState.SUCCEEDED,
                assets.graph(served.graph(), drawings, filter.asset()),
                assets.rows(),
                assets.isCut(),
                chart.path(),
                filter,
                Arrays.stream(StepState.values()).map(StepState::toString).toList(),
                wanted.stream()
                        .skip((long) page * PAGE)
                        .limit(PAGE)
                        .map(chart::row)
                        .toList(),
                counted(page, wanted.size(), all.size(), found.size() > MOST_STEPS),
                page == 0 ? Optional.empty() : Optional.of(address(run, filter, page - 1)),
                (page + 1) * PAGE >= wanted.size() ? Optional.empty() : Optional.of(address(run, filter, page + 1)),
                chart.timeline.scale(),
                Timeline.WIDE);
    }

    private static boolean fits(StepSituation step, StepFilter filter) {
        return (filter.asset().isEmpty() || step.step().asset().toString().equals(filter.asset()))
                && (filter.state().isEmpty() || step.step().state().toString().equals(filter.state()));
    }

    /** From 0; the last one if there are not as many. */
    private static int page(Context ctx, int steps) {
        String text = Pages.text(ctx, "page");
        int asked = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        return Math.min(asked, Math.max(0, (steps - 1) / PAGE));
    }

    private static String counted(int page, int wanted, int all, boolean isCut) {
        String words = wanted <= PAGE
                ? Moment.count(wanted, "step")
                : String.format(
                        Locale.ROOT,
                        "Steps %,d to %,d of %,d",
                        page * PAGE + 1,
                        Math.min(wanted, (page + 1) * PAGE),
                        wanted);
        return words
                + (wanted < all ? String.format(Locale.ROOT, ", of %,d in all", all) : "")
                + (isCut ? "; there are more, which are not looked at here" : "");
    }

    private static String address(RunRecord run, StepFilter filter, int page) {
        return "/runs/" + Pages.encoded(run.id()) + "?asset=" + Pages.encoded(filter.asset()) + "&state="
                + Pages.encoded(filter.state()) + "&page=" + page + "#steps";
    }

    /** The steps of one run in its time. */
    private final class Chart {
        private final Shell shell;
        private final Timeline timeline;
        private final Map<String, List<AttemptRecord>> attempts;
        private final Map<String, StepTimes> times = new HashMap<>();
        private final Map<String, DataInterval> intervals = new HashMap<>();
        private final CriticalPath path;
        private final Set<String> critical;

        Chart(RunRecord run, List<StepSituation> steps, Shell shell) {
            this.shell = shell;
            this.timeline = new Timeline(run.started(), run.ended().orElse(shell.now()));
            this.attempts = history.attempts(run.id()).stream().collect(Collectors.groupingBy(AttemptRecord::step));
            List<StepTimes> all = StepTimes.of(steps, served.graph(), run.started());
            all.forEach(step -> times.put(step.key(), step));
            steps.forEach(step -> intervals.put(step.step().key(), step.step().span()));
            this.path = CriticalPath.of(all, served.graph(), timeline.end());
            this.critical = path.links().stream().map(link -> link.step().key()).collect(Collectors.toSet());
        }

        /** If it is long, its end. */
        List<PathRow> path() {
            List<CriticalPath.Link> links = path.links();
            return IntStream.range(Math.max(0, links.size() - MOST_PATH), links.size())
                    .mapToObj(i -> {
                        StepTimes step = links.get(i).step();
                        String took = Moment.took(Duration.between(
                                step.begun().orElseThrow(), step.ended().orElse(timeline.end())));
                        String words =
                                why(links.get(i)) + (step.ended().isEmpty() ? ", at work for " : ", took ") + took;
                        return new PathRow(step.asset().toString(), pages.words(intervals.get(step.key())), words);
                    })
                    .toList();
        }

        private String why(CriticalPath.Link link) {
            StepTimes step = link.step();
            String waited =
                    Moment.took(Duration.between(step.possible(), step.begun().orElseThrow()));
            return switch (link.cause()) {
                case BEGINNING -> "began with the run";
                case INPUT -> "began when what it reads was done";
                case ROOM -> "waited " + waited + " for its turn, or for room";
            };
        }

        StepRow row(StepSituation situation) {
            var step = situation.step();
            StepTimes time = times.get(step.key());
            List<AttemptRecord> tried = attempts.getOrDefault(step.key(), List.of());
            return new StepRow(
                    step.key(),
                    step.asset().toString(),
                    pages.words(step.span()),
                    step.state().toString(),
                    step.reason(),
                    step.words(),
                    step.rows(),
                    queued(time),
                    ran(tried),
                    critical.contains(step.key()),
                    cut(step.failure().map(Failure::message).orElse("")),
                    step.failure().map(Failure::place).orElse(""),
                    cut(step.failure().map(Failure::mend).orElse("")),
                    step.state().isFinal(),
                    timeline.bars(time, tried),
                    tried.stream().map(this::row).toList());
        }

        private String queued(StepTimes step) {
            if (step.begun().isEmpty() && step.ended().isPresent()) {
                return "";
            }
            Duration queued = Duration.between(step.possible(), step.begun().orElse(timeline.end()));
            return queued.isNegative() ? "" : Moment.took(queued);
        }

        private String ran(List<AttemptRecord> tried) {
            return tried.isEmpty()
                    ? ""
                    : Moment.took(tried.stream().map(this::length).reduce(Duration.ZERO, Duration::plus));
        }

        private Duration length(AttemptRecord attempt) {
            return Duration.between(attempt.started(), attempt.ended().orElse(timeline.end()));
        }

        private AttemptRow row(AttemptRecord attempt) {
            return new AttemptRow(
                    attempt.name(),
                    attempt.state().toString(),
                    shell.moment(attempt.started()),
                    Moment.took(length(attempt)));
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_ERROR
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_ERROR)))
                        + "\u2026 (the log has all of it)";
    }
}
