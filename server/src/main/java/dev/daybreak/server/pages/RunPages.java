package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.history.Listing.RunPosition;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.history.StepSituation;
import dev.daybreak.orchestration.history.StepState;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.RunView.AttemptRow;
import dev.daybreak.server.pages.RunView.Bar;
import dev.daybreak.server.pages.RunView.StepRow;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs, their steps, and the logs of their attempts. Thread-safe. */
final class RunPages {
    private static final int PAGE = 50;
    private static final int MOST_STEPS = 500;
    private static final int MOST_LINES = 2_000;
    /** How wide the chart of a run is. */
    private static final int WIDE = 1_000;

    private static final Pattern LEVEL = Pattern.compile("^\\S+ (ERROR|WARN|INFO) ");

    private final ServedProject served;
    private final Pages pages;
    private final Listing listing;
    private final History history;

    RunPages(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.listing = new Listing(served.store());
        this.history = new History(served.store());
    }

    RunsView list(Context ctx, Shell shell) {
        String state = text(ctx, "state");
        String pipeline = text(ctx, "pipeline");
        Optional<RunState> wanted = Arrays.stream(RunState.values())
                .filter(one -> one.toString().equals(state))
                .findFirst();
        Optional<String> ofPipeline = Optional.of(pipeline).filter(name -> !name.isEmpty());
        List<RunRecord> runs =
                listing.runs(new RunFilter(ofPipeline, wanted, Optional.empty()), position(ctx), PAGE + 1);
        Optional<String> next = runs.size() > PAGE
                ? Optional.of("/runs?state=" + encoded(state) + "&pipeline=" + encoded(pipeline) + "&after="
                        + runs.get(PAGE - 1).started().toEpochMilli() + "."
                        + encoded(runs.get(PAGE - 1).id()))
                : Optional.empty();
        return new RunsView(
                shell,
                runs.stream().limit(PAGE).map(run -> RunRow.of(run, shell)).toList(),
                Arrays.stream(RunState.values()).map(RunState::toString).toList(),
                served.project().pipelines().stream().map(Pipeline::name).toList(),
                wanted.map(RunState::toString).orElse(""),
                pipeline,
                next);
    }

    private static Optional<RunPosition> position(Context ctx) {
        String after = text(ctx, "after");
        int dot = after.indexOf('.');
        if (!after.matches("\\d{1,15}\\..+")) {
            return Optional.empty();
        }
        return Optional.of(new RunPosition(
                Instant.ofEpochMilli(Long.parseLong(after.substring(0, dot))), after.substring(dot + 1)));
    }

    static String text(Context ctx, String parameter) {
        String text = ctx.queryParam(parameter);
        return text == null ? "" : text;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    RunView run(Context ctx, Shell shell) {
        RunRecord run = run(ctx.pathParam("run"));
        List<StepSituation> found =
                listing.steps(run.id(), Optional.empty(), Optional.empty(), Optional.empty(), MOST_STEPS + 1);
        Map<String, List<AttemptRecord>> attempts =
                history.attempts(run.id()).stream().collect(Collectors.groupingBy(AttemptRecord::step));
        Instant end = run.ended().orElse(shell.now());
        List<StepRow> steps = found.stream()
                .limit(MOST_STEPS)
                .sorted(Comparator.comparing(
                                (StepSituation step) -> step.begun().orElse(Instant.MAX))
                        .thenComparing(step -> step.step().key()))
                .map(step -> row(step, attempts.getOrDefault(step.step().key(), List.of()), run.started(), end, shell))
                .toList();
        boolean isOpen = run.state() == RunState.QUEUED || run.state() == RunState.RUNNING;
        return new RunView(
                shell,
                RunRow.of(run, shell),
                run.ended().map(shell::moment),
                run.failure().orElse(""),
                isOpen,
                !isOpen && run.state() != RunState.SUCCEEDED,
                steps,
                found.size() > MOST_STEPS,
                WIDE);
    }

    private RunRecord run(String id) {
        return listing.run(id)
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find run '" + id + "'.", "The list of runs has all that are remembered."));
    }

    private StepRow row(
            StepSituation situation, List<AttemptRecord> attempts, Instant begin, Instant end, Shell shell) {
        var step = situation.step();
        Optional<Instant> begun = situation.begun();
        boolean hasRun = begun.isPresent() && step.state() != StepState.WAITING;
        return new StepRow(
                step.asset().toString(),
                pages.words(step.span()),
                step.state().toString(),
                step.reason(),
                step.words(),
                step.rows(),
                hasRun ? Moment.took(Duration.between(begun.get(), step.ended().orElse(end))) : "",
                step.failure().map(failure -> failure.message()).orElse(""),
                step.failure().map(failure -> failure.place()).orElse(""),
                step.failure().map(failure -> failure.mend()).orElse(""),
                bar(step.started(), begun, step.ended().orElse(end), begin, end),
                attempts.stream().map(attempt -> row(attempt, shell)).toList());
    }

    private static Bar bar(Instant planned, Optional<Instant> begun, Instant ended, Instant begin, Instant end) {
        Duration whole = Duration.between(begin, end);
        int from = units(Duration.between(begin, planned), whole);
        int started = units(Duration.between(begin, begun.orElse(ended)), whole);
        int until = units(Duration.between(begin, ended), whole);
        return new Bar(from, Math.max(0, started - from), begun.isEmpty() ? 0 : Math.max(2, until - started));
    }

    private static int units(Duration part, Duration whole) {
        double share = part.toMillis() / (double) Math.max(1, whole.toMillis());
        return (int) Math.round(WIDE * Math.max(0, Math.min(1, share)));
    }

    private static AttemptRow row(AttemptRecord attempt, Shell shell) {
        return new AttemptRow(
                attempt.name(),
                attempt.state().toString(),
                shell.moment(attempt.started()),
                Moment.took(Duration.between(attempt.started(), attempt.ended().orElse(shell.now()))));
    }

    LogView log(Context ctx, Shell shell) {
        String name = ctx.pathParam("attempt");
        AttemptRecord attempt = listing.attempt(name)
                .orElseThrow(() -> HttpFailure.notFound(
                        "Cannot find attempt '" + name + "'.", "The page of its run links to all attempts."));
        Path file = served.logs().resolve(attempt.logFile());
        boolean isThere = Files.isRegularFile(file);
        Deque<LogView.Line> lines = new ArrayDeque<>();
        long count = isThere ? read(file, lines) : 0;
        return new LogView(
                shell,
                name,
                attempt.run(),
                attempt.asset().toString(),
                attempt.state().toString(),
                attempt.host(),
                !isThere,
                attempt.state().isLive(),
                count - lines.size(),
                new ArrayList<>(lines));
    }

    /** Keeps the last lines; how many there are. */
    private static long read(Path file, Deque<LogView.Line> lines) {
        // Half a character at the end of what is being written is shown as such, and is no error.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long count = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.add(new LogView.Line(++count, level(text), text));
                if (lines.size() > MOST_LINES) {
                    lines.remove();
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String level(String line) {
        Matcher matcher = LEVEL.matcher(line);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "info";
    }
}
