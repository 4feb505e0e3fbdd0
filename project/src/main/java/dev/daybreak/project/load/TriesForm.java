package dev.daybreak.project.load;

import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.DurationText;
import java.time.Duration;
import java.util.Optional;

/** The keys {@code retries} and {@code timeout} of {@code daybreak.yaml} and of assets; an asset's go before the project's. */
final class TriesForm {
    private static final Shape<Duration> DURATION =
            Scalars.parsed(DurationText.PERMITTED + ", at least 1 second", text -> DurationText.parse(text)
                    .filter(found -> !found.isZero()));
    private static final Shape<Long> COUNT = Scalars.wholeNumber(0, 100);

    private static final Key<Long> MOST = Key.optional("most", COUNT, "Tries after the first; 0 for none.");
    private static final Key<Duration> WAIT =
            Key.optional("wait", DURATION, "How long to wait before the first retry; doubles with every further one.");
    private static final Key<Duration> LONGEST_WAIT =
            Key.optional("longest_wait", DURATION, "No wait between two tries is longer.");
    static final Form RETRIES_FORM = Form.of("retries", MOST, WAIT, LONGEST_WAIT);

    private static final Key<Duration> ATTEMPT = Key.optional(
            "attempt", DURATION, "How long one try may take; one that takes longer is stopped and tried again.");
    private static final Key<Duration> STEP = Key.optional(
            "step", DURATION, "How long all tries of a step may take together, with the waits between them.");
    static final Form TIMEOUT_FORM = Form.of("a timeout", ATTEMPT, STEP);

    /** What a file says of retries; what it leaves open is empty. */
    record Retries(Optional<Integer> most, Optional<Duration> firstWait, Optional<Duration> longestWait) {}

    record Timeout(Optional<Duration> attempt, Optional<Duration> step) {}

    static final Key<Retries> RETRIES = Key.optional(
            "retries",
            Shapes.mappingOr(
                    RETRIES_FORM.then(TriesForm::checkWaits),
                    COUNT.map(most -> new Retries(Optional.of(most.intValue()), Optional.empty(), Optional.empty()))),
            "How often a step is tried again after an error that may pass (unreachable, out of resources, timed out); by default"
                    + " twice, after 1 second and 2 seconds.");
    static final Key<Timeout> TIMEOUT = Key.optional(
            "timeout",
            Shapes.mappingOr(
                    TIMEOUT_FORM.map(fields -> new Timeout(fields.find(ATTEMPT), fields.find(STEP))),
                    DURATION.map(attempt -> new Timeout(Optional.of(attempt), Optional.empty()))),
            "How long one try of a step may take; as a mapping also how long all of them may; by default as long as it takes.");

    private TriesForm() {}

    private static Optional<Retries> checkWaits(Fields fields, Problems problems) {
        Duration wait = fields.find(WAIT).orElse(Tries.DEFAULT.firstWait());
        Optional<Duration> longest = fields.find(LONGEST_WAIT);
        if (longest.isPresent() && longest.get().compareTo(wait) < 0) {
            problems.error(
                    fields.place(LONGEST_WAIT),
                    "Invalid longest_wait '" + DurationText.of(longest.get()) + "': it is shorter than the first wait, "
                            + DurationText.of(wait) + ".",
                    "Make it longer, or 'wait' shorter.");
            return Optional.empty();
        }
        return Optional.of(new Retries(fields.find(MOST).map(Long::intValue), fields.find(WAIT), longest));
    }

    /** @param base holds where the file says nothing */
    static Tries read(Fields fields, Tries base) {
        Optional<Retries> retries = fields.find(RETRIES);
        Optional<Timeout> timeout = fields.find(TIMEOUT);
        Duration wait = retries.flatMap(Retries::firstWait).orElse(base.firstWait());
        Duration longest = retries.flatMap(Retries::longestWait).orElse(base.longestWait());
        return new Tries(
                retries.flatMap(Retries::most).orElse(base.retries()),
                wait,
                longest.compareTo(wait) < 0 ? wait : longest,
                timeout.flatMap(Timeout::attempt).or(base::attemptTimeout),
                timeout.flatMap(Timeout::step).or(base::stepTimeout));
    }
}
