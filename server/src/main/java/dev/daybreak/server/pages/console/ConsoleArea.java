package dev.daybreak.server.pages.console;

import dev.daybreak.project.access.Role;
import dev.daybreak.server.pages.Area;
import dev.daybreak.server.pages.Chart;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.result.Cells;
import dev.daybreak.server.pages.result.RowsChart;
import dev.daybreak.server.query.CachedQueries;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.Queries.FileKind;
import dev.daybreak.server.query.Query;
import dev.daybreak.server.query.QueryLimits;
import dev.daybreak.server.query.Result;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.Failures;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.Json;
import dev.daybreak.server.web.Route;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL console. A query in the address is filled in and not run, so that nobody runs one by following a link; what runs comes by a form of one of
 * this server's own pages. Thread-safe.
 */
public final class ConsoleArea implements Area {
    private static final String PATH = "/console";
    private static final int MOST_SHOWN = 1_000;
    private static final int MOST_WRITTEN = 1_000_000;

    private final Queries queries;
    private final CachedQueries cached;
    private final QueryLimits limits;

    public ConsoleArea(Queries queries, CachedQueries cached, QueryLimits limits) {
        this.queries = queries;
        this.cached = cached;
        this.limits = limits;
    }

    @Override
    public List<Route> routes(Pages pages) {
        return List.of(
                pages.page(PATH, "console", "console/console", Role.VIEWER, this::filledIn),
                pages.part(
                        HandlerType.POST,
                        PATH,
                        "console",
                        "console/console",
                        "console/outcome",
                        Role.VIEWER,
                        this::run),
                Route.of(HandlerType.POST, PATH + "/download", Role.VIEWER, this::download),
                Route.of(HandlerType.GET, PATH + "/names", Role.VIEWER, this::names));
    }

    private ConsoleView filledIn(Context ctx, Shell shell) {
        return new ConsoleView(shell, Question.ofAddress(ctx), queries.environments(), Optional.empty());
    }

    private ConsoleView run(Context ctx, Shell shell) {
        Question question = Question.ofForm(ctx);
        question.link().ifPresent(link -> ctx.header("HX-Replace-Url", link));
        Outcome outcome;
        try {
            outcome = rows(question, ctx, shell);
        } catch (RuntimeException e) {
            HttpFailure failure = Failures.of(ctx, e);
            failure.headers().forEach(ctx::header);
            // A script puts into its page only what has gone well.
            ctx.status(Pages.isForPart(ctx) ? 200 : failure.status());
            outcome = Outcome.Failed.of(failure);
        }
        return new ConsoleView(shell, question, queries.environments(), Optional.of(outcome));
    }

    private Outcome rows(Question question, Context ctx, Shell shell) {
        Caller caller = WebServer.caller(ctx);
        Query query = query(question, caller, MOST_SHOWN);
        Result result = limits.alone(caller.name(), () -> cached.run(query, shell::now, running -> running)
                .result());
        Cells cells = Cells.of(result);
        String count = Moment.count(cells.rows().size(), "row");
        String words = (cells.isCut() ? "The first " + count + "; there are more" : count) + ". Took "
                + Moment.took(result.took()) + ".";
        List<String> read = new ArrayList<>();
        result.read().forEach((table, snapshot) -> read.add(table + "@" + snapshot));
        Optional<Chart> chart = Optional.empty();
        String unfit = "";
        if (question.drawn().isPresent()) {
            try {
                chart = Optional.of(RowsChart.of(
                        "Result",
                        result,
                        question.drawn().get(),
                        Optional.of(question.x()).filter(x -> !x.isEmpty()),
                        question.y().isEmpty() ? List.of() : List.of(question.y()),
                        Optional.empty()));
            } catch (IllegalArgumentException e) {
                unfit = e.getMessage();
            }
        }
        return new Outcome.Rows(cells, words, read, chart, unfit);
    }

    private static Query query(Question question, Caller caller, int most) {
        return new Query(
                question.sql(),
                Map.of(),
                Optional.empty(),
                question.environment(),
                caller.role().includes(Role.ADMIN),
                most);
    }

    private void download(Context ctx) {
        Caller caller = WebServer.caller(ctx);
        String format = String.valueOf(ctx.formParam("format"));
        FileKind kind = format.equals(FileKind.PARQUET.extension()) ? FileKind.PARQUET : FileKind.CSV;
        Query query = query(Question.ofForm(ctx), caller, MOST_WRITTEN);
        Path file = limits.alone(caller.name(), () -> queries.write(query, kind));
        try (InputStream bytes = Files.newInputStream(file)) {
            ctx.contentType(kind.mediaType());
            ctx.header("Content-Disposition", "attachment; filename=\"query." + kind.extension() + "\"");
            ctx.header("Content-Length", Long.toString(Files.size(file)));
            ctx.header("Cache-Control", "no-store");
            // Written here and now, so that the file may go.
            bytes.transferTo(ctx.outputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What is left there is removed by the next start.
        }
    }

    private void names(Context ctx) {
        Map<String, List<String>> tables = queries.tables(Pages.text(ctx, "env"));
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(Json.TYPE)
                .result(Json.write(Map.of(
                        "tables",
                        tables.entrySet().stream()
                                .map(table -> Map.of("name", table.getKey(), "columns", table.getValue()))
                                .toList())));
    }
}
