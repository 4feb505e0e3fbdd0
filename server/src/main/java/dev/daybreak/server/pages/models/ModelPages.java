package dev.daybreak.server.pages.models;

import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Promotion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.web.HttpFailure;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models, and the versions of one. Thread-safe. */
final class ModelPages {
    private static final int PAGE = 50;
    private static final int MOST_MOVES = 50;
    /** More cannot be told apart by their colours. */
    private static final int MOST_COMPARED = 4;
    /** Who moved an alias, if a run did. */
    private static final Pattern BY_RUN = Pattern.compile("run ([\\w-]+)");

    private final ModelNames names;
    private final Registry registry;
    private final Comparison comparison;
    private final Pages pages;

    ModelPages(ModelNames names, Registry registry, Descriptions descriptions, Pages pages) {
        this.names = names;
        this.registry = registry;
        this.comparison = new Comparison(descriptions, pages);
        this.pages = pages;
    }

    ModelsView list(Shell shell) {
        return new ModelsView(
                shell, names.all().stream().map(name -> row(name, shell)).toList());
    }

    private ModelsView.Row row(String name, Shell shell) {
        List<ModelVersion> versions = registry.versions(name);
        OptionalInt live = registry.productionVersion(name);
        return new ModelsView.Row(
                name,
                names.description(name),
                production(versions, live, shell),
                versions.stream().findFirst().map(version -> row(version, live, shell)),
                versions.size());
    }

    private Optional<VersionRow> production(List<ModelVersion> versions, OptionalInt live, Shell shell) {
        return versions.stream()
                .filter(version -> isLive(version, live))
                .findFirst()
                .map(version -> row(version, live, shell));
    }

    private VersionRow row(ModelVersion version, OptionalInt live, Shell shell) {
        return VersionRow.of(version, isLive(version, live), pages, shell);
    }

    private static boolean isLive(ModelVersion version, OptionalInt live) {
        return live.isPresent() && live.getAsInt() == version.version();
    }

    ModelView model(Context ctx, Shell shell) {
        String name = names.of(ctx);
        List<ModelVersion> versions = registry.versions(name);
        OptionalInt live = registry.productionVersion(name);
        List<ModelVersion> compared = compared(ctx, name);
        List<ModelVersion> shown = versions.stream()
                .filter(version -> version.version() < before(ctx))
                .limit(PAGE + 1L)
                .toList();
        return new ModelView(
                shell,
                name,
                names.description(name),
                names.asset(name),
                production(versions, live, shell),
                registry.before(name).map(ModelVersion::version),
                shown.stream()
                        .limit(PAGE)
                        .map(version -> row(version, live, shell))
                        .toList(),
                shown.size() > PAGE ? Optional.of(shown.get(PAGE - 1).version()) : Optional.empty(),
                history(versions),
                compared.isEmpty()
                        ? Optional.empty()
                        : Optional.of(comparison.of(
                                compared,
                                compared.stream()
                                        .map(version -> row(version, live, shell))
                                        .toList())),
                registry.log(name).stream()
                        .limit(MOST_MOVES)
                        .map(move -> move(move, shell))
                        .toList());
    }

    private static Optional<Chart> history(List<ModelVersion> versions) {
        return versions.size() < 2 || versions.get(0).metrics().isEmpty()
                ? Optional.empty()
                : Optional.of(ModelCharts.history(versions.stream().limit(PAGE).toList()));
    }

    private static int before(Context ctx) {
        String before = Pages.text(ctx, "before");
        return before.matches("\\d{1,9}") ? Integer.parseInt(before) : Integer.MAX_VALUE;
    }

    /** As {@code compare=3,5}, or once for each. */
    private List<ModelVersion> compared(Context ctx, String name) {
        List<String> numbers = ctx.queryParams("compare").stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        if (numbers.size() > MOST_COMPARED) {
            throw HttpFailure.badRequest(
                    "Cannot compare " + numbers.size() + " versions; permitted: " + MOST_COMPARED + ".",
                    "compare",
                    "Choose fewer.");
        }
        return numbers.stream().map(number -> names.version(name, number)).toList();
    }

    private static ModelView.Move move(Promotion move, Shell shell) {
        Matcher run = BY_RUN.matcher(move.who());
        return new ModelView.Move(
                shell.moment(move.at()),
                move.kind().name().toLowerCase(Locale.ROOT),
                move.from().isPresent() ? Integer.toString(move.from().getAsInt()) : "",
                move.to(),
                move.who(),
                run.matches() ? Optional.of(run.group(1)) : Optional.empty(),
                move.why());
    }
}
