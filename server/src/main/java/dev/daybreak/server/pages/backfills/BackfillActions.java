package dev.daybreak.server.pages.backfills;

import dev.daybreak.orchestration.backfill.Backfill;
import dev.daybreak.orchestration.backfill.Backfills;
import dev.daybreak.server.api.Finding;
import dev.daybreak.server.pages.ConfirmView;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.web.HttpFailure;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;

/** What can be done to a backfill. Thread-safe. */
final class BackfillActions {
    /** What is done. */
    enum Verb {
        PAUSE("Runs at work go on; none is begun until it is resumed."),
        RESUME("Its next runs begin when workers have nothing else to do."),
        CANCEL(
                "Runs that wait are cancelled at once, runs at work within seconds. What was published stays. It cannot be taken up again.");

        private final String effect;

        Verb(String effect) {
            this.effect = effect;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Backfills backfills;
    private final Finding finding;

    BackfillActions(Backfills backfills, Finding finding) {
        this.backfills = backfills;
        this.finding = finding;
    }

    ConfirmView ask(Verb verb, Context ctx, Shell shell) {
        Backfill backfill = found(ctx);
        String word = verb.word();
        return ConfirmView.of(
                        shell,
                        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + " backfill " + backfill.id()
                                + "?",
                        verb.effect,
                        List.of("It is " + backfill.state() + ": " + backfill.words()),
                        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                        address(backfill))
                .askingFor("Why, for the others");
    }

    void apply(Verb verb, Context ctx) {
        Backfill backfill = found(ctx);
        String who = WebServer.caller(ctx).name();
        String why = Pages.reason(ctx);
        boolean changed =
                switch (verb) {
                    case PAUSE -> backfills.pause(backfill.id(), who, why);
                    case RESUME -> backfills.resume(backfill.id(), who, why);
                    case CANCEL -> backfills.cancel(backfill.id(), who, why);
                };
        if (!changed) {
            throw HttpFailure.conflict(
                    "Cannot " + verb.word() + " backfill '" + backfill.id() + "': it is "
                            + found(ctx).state() + ".",
                    "Nothing was changed.");
        }
        ctx.redirect(address(backfill), HttpStatus.SEE_OTHER);
    }

    private Backfill found(Context ctx) {
        return finding.backfill(backfills, ctx.pathParam("backfill"));
    }

    private static String address(Backfill backfill) {
        return "/backfills/" + Pages.encoded(backfill.id());
    }
}
