package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.Listing.RunFilter;
import dev.daybreak.orchestration.history.Listing.RunPosition;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.orchestration.run.RunRequest;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.time.TimeText;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.RunRow;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.runs.RunsView.Filter;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs, newest first, page by page. Thread-safe. */
final class RunsPage {
    private static final int PAGE = 50;
    /** A run of this kind was made by promoting an environment; nobody can ask for one otherwise. */
    private static final String PROMOTION = "promotion";

    private final ServedProject served;
    private final Listing listing;

    RunsPage(ServedProject served) {
        this.served = served;
        this.listing = new Listing(served.store());
    }

    RunsView view(Context ctx, Shell shell) {
        Filter filter = new Filter(
                Pages.text(ctx, "state"),
                Pages.text(ctx, "pipeline"),
                Pages.text(ctx, "kind"),
                Pages.text(ctx, "by").strip(),
                Pages.text(ctx, "since"),
                Pages.text(ctx, "until"),
                Pages.text(ctx, "backfill"));
        List<RunRecord> runs = listing.runs(wanted(filter, shell), position(ctx), PAGE + 1);
        return new RunsView(
                shell,
                runs.stream().limit(PAGE).map(run -> RunRow.of(run, shell)).toList(),
                Arrays.stream(RunState.values()).map(RunState::toString).toList(),
                served.project().pipelines().stream().map(Pipeline::name).toList(),
                Stream.concat(Arrays.stream(RunRequest.Kind.values()).map(Object::toString), Stream.of(PROMOTION))
                        .toList(),
                filter,
                runs.size() > PAGE ? Optional.of(address(filter, runs.get(PAGE - 1))) : Optional.empty());
    }

    private static RunFilter wanted(Filter filter, Shell shell) {
        return new RunFilter(
                given(filter.pipeline()),
                Arrays.stream(RunState.values())
                        .filter(one -> one.toString().equals(filter.state()))
                        .findFirst(),
                given(filter.backfill()),
                given(filter.kind()),
                given(filter.by()),
                instant("since", filter.since(), shell),
                instant("until", filter.until(), shell));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private static Optional<Instant> instant(String name, String text, Shell shell) {
        return given(text).map(value -> TimeText.parse(value, shell.zone())
                .orElseThrow(() -> HttpFailure.badRequest(
                        "Invalid parameter '" + name + "': '" + value + "' is not a time.",
                        name,
                        "Give " + TimeText.PERMITTED + ".")));
    }

    private static Optional<RunPosition> position(Context ctx) {
        String after = Pages.text(ctx, "after");
        int dot = after.indexOf('.');
        if (!after.matches("\\d{1,15}\\..+")) {
            return Optional.empty();
        }
        return Optional.of(new RunPosition(
                Instant.ofEpochMilli(Long.parseLong(after.substring(0, dot))), after.substring(dot + 1)));
    }

    private static String address(Filter filter, RunRecord last) {
        StringBuilder address = new StringBuilder("/runs?");
        add("state", filter.state(), address);
        add("pipeline", filter.pipeline(), address);
        add("kind", filter.kind(), address);
        add("by", filter.by(), address);
        add("since", filter.since(), address);
        add("until", filter.until(), address);
        add("backfill", filter.backfill(), address);
        add("after", last.started().toEpochMilli() + "." + last.id(), address);
        return address.substring(0, address.length() - 1);
    }

    private static void add(String name, String value, StringBuilder address) {
        if (!value.isEmpty()) {
            address.append(name).append('=').append(Pages.encoded(value)).append('&');
        }
    }
}
