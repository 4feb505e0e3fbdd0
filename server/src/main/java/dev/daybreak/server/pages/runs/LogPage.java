package dev.daybreak.server.pages.runs;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import io.javalin.http.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The log of an attempt: its end, what is around one of its lines, or what is looked for in it. Thread-safe. */
final class LogPage {
    private final ServedProject served;
    private final Finding finding;

    LogPage(ServedProject served) {
        this.served = served;
        this.finding = new Finding(served, "");
    }

    LogView view(Context ctx, Shell shell) {
        AttemptRecord attempt = finding.attempt(ctx.pathParam("attempt"));
        String search = Pages.text(ctx, "q");
        String level = Pages.text(ctx, "level");
        String line = Pages.text(ctx, "line");
        Path file = served.logs().resolve(attempt.logFile());
        boolean isThere = Files.isRegularFile(file);
        LogText.Found found = isThere
                ? LogText.read(file, search, level, line.matches("\\d{1,15}") ? Long.parseLong(line) : 0)
                : new LogText.Found(List.of(), 0, 0);
        return new LogView(
                shell,
                attempt.name(),
                attempt.run(),
                attempt.asset().toString(),
                attempt.state().toString(),
                attempt.host(),
                !isThere,
                attempt.state().isLive(),
                search,
                LogText.LEVELS.contains(level) ? level : "",
                LogText.LEVELS,
                counted(found),
                found.lines().size() < found.fitting(),
                found.lines());
    }

    private static String counted(LogText.Found found) {
        String fitting = found.fitting() < found.read()
                ? String.format(Locale.ROOT, "%,d of %s fit.", found.fitting(), Moment.count(found.read(), "line"))
                : Moment.count(found.read(), "line") + ".";
        return found.lines().size() < found.fitting()
                ? fitting
                        + String.format(
                                Locale.ROOT,
                                " Shown are %,d of them, from line %,d to line %,d.",
                                found.lines().size(),
                                found.lines().get(0).number(),
                                found.lines().get(found.lines().size() - 1).number())
                : fitting;
    }
}
