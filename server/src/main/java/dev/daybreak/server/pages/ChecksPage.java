package dev.daybreak.server.pages;

import dev.daybreak.orchestration.history.CheckHistory;
import dev.daybreak.orchestration.history.CheckHistory.By;
import dev.daybreak.orchestration.history.CheckHistory.Filter;
import dev.daybreak.orchestration.history.CheckHistory.Outcome;
import dev.daybreak.orchestration.history.CheckHistory.Position;
import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.orchestration.history.Listing.NumberedCheck;
import dev.daybreak.orchestration.history.Publications;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.server.api.FailingRows;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.ChecksView.ResultRow;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What checks found, on all assets or on one, and what their failures held back. Thread-safe. */
final class ChecksPage {
    private static final int PAGE = 50;
    private static final int MOST_STRIPS = 100;
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_NAMED = 10;

    private final ServedProject served;
    private final Pages pages;
    private final CheckHistory checks;
    private final CheckDays days;
    private final Publications publications;
    private final Readers readers;
    private final Finding finding;
    private final FailingRows failing;

    ChecksPage(ServedProject served, Pages pages) {
        this.served = served;
        this.pages = pages;
        this.checks = new CheckHistory(served.store());
        this.days = new CheckDays(checks, served.project().settings().zone());
        this.publications = new Publications(served.store());
        this.readers = new Readers(served.graph());
        this.finding = new Finding(served, "");
        this.failing = new FailingRows(served);
    }

    ChecksView view(Context ctx, Shell shell) {
        String asset = Pages.text(ctx, "asset");
        Filter filter = new Filter(
                asset.isEmpty()
                        ? Optional.empty()
                        : Optional.of(finding.asset(asset).key()),
                named(Outcome.values(), Pages.text(ctx, "outcome")),
                named(CheckSpec.Severity.values(), Pages.text(ctx, "severity")));
        By by = named(By.values(), Pages.text(ctx, "by")).orElse(By.CHECKED);
        List<NumberedCheck> found = checks.results(filter, position(ctx), PAGE + 1);
        CheckDays.Strips strips = days.of(filter, by, LocalDate.ofInstant(shell.now(), shell.zone()));
        return new ChecksView(
                shell,
                served.graph().nodes().stream()
                        .map(node -> node.key().toString())
                        .toList(),
                asset,
                filter.outcome().map(ChecksPage::word).orElse(""),
                filter.severity().map(ChecksPage::word).orElse(""),
                word(by),
                strips.rows().stream().limit(MOST_STRIPS).toList(),
                Math.max(0, strips.rows().size() - MOST_STRIPS),
                strips.words(),
                rows(
                        found.stream().limit(PAGE).map(NumberedCheck::check).toList(),
                        WebServer.caller(ctx).role(),
                        shell),
                found.size() > PAGE ? Optional.of(next(filter, by, found.get(PAGE - 1))) : Optional.empty());
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String word) {
        return Arrays.stream(values).filter(one -> word(one).equals(word)).findFirst();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Position> position(Context ctx) {
        String after = Pages.text(ctx, "after");
        if (!after.matches("\\d{1,18}\\.\\d{1,9}")) {
            return Optional.empty();
        }
        int dot = after.indexOf('.');
        return Optional.of(
                new Position(Long.parseLong(after.substring(0, dot)), Integer.parseInt(after.substring(dot + 1))));
    }

    private static String next(Filter filter, By by, NumberedCheck last) {
        return "/checks?asset="
                + filter.asset().map(AssetKey::toString).map(Pages::encoded).orElse("")
                + "&outcome=" + filter.outcome().map(ChecksPage::word).orElse("")
                + "&severity=" + filter.severity().map(ChecksPage::word).orElse("")
                + "&by=" + word(by)
                + "&after=" + last.check().token() + "." + last.ordinal();
    }

    private List<ResultRow> rows(List<CheckRecord> found, Role reader, Shell shell) {
        Set<Long> tokens = found.stream().map(CheckRecord::token).collect(Collectors.toSet());
        Map<Long, String> attempts = checks.attempts(tokens);
        Map<String, Set<AssetKey>> skipped = checks.skipped(found.stream()
                .filter(ChecksPage::isBlocking)
                .map(CheckRecord::run)
                .collect(Collectors.toSet()));
        return found.stream()
                .map(check -> row(
                        check,
                        failing.of(check, reader),
                        attempts.getOrDefault(check.token(), ""),
                        isBlocking(check) ? heldBack(check, skipped.getOrDefault(check.run(), Set.of())) : List.of(),
                        shell))
                .toList();
    }

    private static boolean isBlocking(CheckRecord check) {
        return CheckWords.outcome(check) == Outcome.FAILED;
    }

    private ResultRow row(
            CheckRecord check, List<Map<String, Object>> samples, String attempt, List<String> heldBack, Shell shell) {
        Set<String> columns = new LinkedHashSet<>();
        samples.forEach(sample -> columns.addAll(sample.keySet()));
        return new ResultRow(
                check.asset().toString(),
                check.expectation(),
                CheckWords.arguments(check),
                word(check.severity()),
                CheckWords.word(CheckWords.outcome(check)),
                pages.words(check.interval()),
                CheckWords.found(check),
                check.run(),
                attempt,
                shell.moment(check.checked()),
                List.copyOf(columns),
                samples.stream()
                        .map(sample -> columns.stream()
                                .map(column -> cut(String.valueOf(sample.get(column))))
                                .toList())
                        .toList(),
                heldBack);
    }

    /** Rows may hold whole documents. */
    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    private List<String> heldBack(CheckRecord check, Set<AssetKey> skippedInRun) {
        List<String> words = new ArrayList<>();
        String partition = check.interval().isAll() ? "The data" : "Partition " + pages.words(check.interval());
        words.add(partition + " was not published; "
                + publications
                        .runAfter(check.asset(), check.interval(), check.token())
                        .map(run -> "it was since, by run " + run + ".")
                        .orElse("nor was it since."));
        Set<AssetKey> behind = readers.of(check.asset());
        List<String> skipped = skippedInRun.stream()
                .filter(behind::contains)
                .map(AssetKey::toString)
                .toList();
        if (!skipped.isEmpty()) {
            String more = skipped.size() > MOST_NAMED ? " and " + (skipped.size() - MOST_NAMED) + " more" : "";
            words.add("Not run after it: " + String.join(", ", skipped.subList(0, Math.min(MOST_NAMED, skipped.size())))
                    + more + ".");
        }
        return words;
    }
}
