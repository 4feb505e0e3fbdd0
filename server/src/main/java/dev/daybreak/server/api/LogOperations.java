package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.LogFollow;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.server.web.HttpFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Attempts and their logs, as they are, or as they are written. */
final class LogOperations {
    private static final String TAG = "logs";
    private static final String STREAM = "text/event-stream";
    private static final String PLAIN = "text/plain";
    private static final Parameter ATTEMPT = Parameter.path("attempt", "Its name.");

    private final ServedProject served;
    private final Finding finding;
    private final LogStreams streams;

    LogOperations(ServedProject served, Finding finding, LogStreams streams) {
        this.served = served;
        this.finding = finding;
        this.streams = streams;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get("/attempts/{attempt}", "getAttempt", TAG)
                        .says("One attempt.")
                        .takes(ATTEMPT)
                        .answers(RunJson.ATTEMPT)
                        .by(call -> RunJson.value(attempt(call))),
                Operation.get("/attempts/{attempt}/log", "getLog", TAG)
                        .says("What its log says so far, as text.")
                        .takes(ATTEMPT)
                        .answersAs(PLAIN)
                        .by(this::log),
                Operation.get("/attempts/{attempt}/log/stream", "streamLog", TAG)
                        .says(
                                "Its log as it is written, until its run is over: server-sent events 'lines', whose data is"
                                        + " {attempt, asset, text}, and at last 'end'.")
                        .takes(ATTEMPT)
                        .answersAs(STREAM)
                        .by(this::streamAttempt),
                Operation.get("/runs/{run}/log/stream", "streamRunLog", TAG)
                        .says("The logs of a run's attempts as they are written, until it is over; as of one attempt.")
                        .takes(Parameter.path("run", "Its id."))
                        .takes(Parameter.query("asset", Schema.text(200), "Only of this asset."))
                        .answersAs(STREAM)
                        .by(this::streamRun));
    }

    private AttemptRecord attempt(Call call) {
        return finding.attempt(call.path("attempt"));
    }

    private Object log(Call call) {
        AttemptRecord attempt = attempt(call);
        Path file = served.logs().resolve(attempt.logFile());
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.notFound(
                    "Cannot find the log of attempt '" + attempt.name() + "' on this machine.",
                    "It was written on '" + attempt.host()
                            + "'; machines that share a project see each other's logs if they share its state folder.");
        }
        try {
            call.context().contentType(PLAIN + "; charset=utf-8").result(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    private Object streamAttempt(Call call) {
        AttemptRecord attempt = attempt(call);
        stream(call, attempt.run(), other -> other.token() == attempt.token());
        return null;
    }

    private Object streamRun(Call call) {
        String run = finding.run(call.path("run")).id();
        Optional<AssetKey> asset = finding.filter(call.query("asset"));
        stream(call, run, attempt -> asset.isEmpty() || attempt.asset().equals(asset.get()));
        return null;
    }

    private void stream(Call call, String run, Predicate<AttemptRecord> chosen) {
        Listing listing = new Listing(served.store());
        streams.open(call.context(), new LogFollow(listing, served.logs(), run, chosen), () -> listing.run(run)
                .map(found -> found.state().toString())
                .orElse("gone"));
    }
}
