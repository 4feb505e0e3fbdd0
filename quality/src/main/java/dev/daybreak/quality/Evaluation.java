package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The checks of one asset on their way to outcomes: compiled, measured together, judged. */
final class Evaluation {
    private final Session session;
    private final Finding[] findings;
    private final Measurement[] measurements;

    private Evaluation(Session session, int checks) {
        this.session = session;
        this.findings = new Finding[checks];
        this.measurements = new Measurement[checks];
    }

    static List<CheckOutcome> run(Session session, Subject subject, List<CheckSpec> checks) {
        Evaluation evaluation = new Evaluation(session, checks.size());
        for (int i = 0; i < checks.size(); i++) {
            evaluation.compile(i, subject, checks.get(i));
        }
        evaluation.measureAggregates();
        evaluation.readListings();
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            outcomes.add(outcome(checks.get(i), evaluation.findings[i]));
        }
        return outcomes;
    }

    private void compile(int index, Subject subject, CheckSpec check) {
        findings[index] = attempt(() -> {
            measurements[index] = Expectations.compile(subject, check);
            return measurements[index] instanceof Measurement.Known known ? Finding.of(known.verdict()) : null;
        });
    }

    /** Whatever goes wrong with one check, an odd argument say, is its reason and no other's. */
    static Finding attempt(Supplier<Finding> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            refuse(e);
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Finding.of(Verdict.failed("Cannot evaluate: " + why));
        }
    }

    /** One query per relation: all its aggregates in one row. */
    private void measureAggregates() {
        Map<String, List<Integer>> byRelation = new LinkedHashMap<>();
        for (int i = 0; i < measurements.length; i++) {
            if (measurements[i] instanceof Measurement.Aggregates aggregates) {
                byRelation
                        .computeIfAbsent(aggregates.from(), from -> new ArrayList<>())
                        .add(i);
            }
        }
        byRelation.forEach(this::measureTogether);
    }

    private void measureTogether(String from, List<Integer> indexes) {
        Pass pass = new Pass(from);
        indexes.forEach(i -> pass.add(((Measurement.Aggregates) measurements[i]).expressions()));
        Finding broken = attempt(() -> {
            pass.run(session);
            return null;
        });
        if (broken == null) {
            indexes.forEach(i -> findings[i] = attempt(() -> judge((Measurement.Aggregates) measurements[i], pass)));
        } else if (indexes.size() == 1) {
            findings[indexes.get(0)] = broken;
        } else {
            // One of them breaks the query. Halving finds it in few further passes, and it breaks only itself.
            int half = indexes.size() / 2;
            measureTogether(from, indexes.subList(0, half));
            measureTogether(from, indexes.subList(half, indexes.size()));
        }
    }

    private Finding judge(Measurement.Aggregates aggregates, Pass pass) {
        Verdict verdict = aggregates.judge().judge(pass.values(aggregates.expressions()));
        boolean wantsSample = !verdict.success() && !aggregates.sample().isEmpty();
        return new Finding(verdict, wantsSample ? sample(aggregates.sample()) : List.of());
    }

    /** A sample that cannot be had does not change the verdict. */
    private List<Map<String, Object>> sample(String sql) {
        try (Rows rows = session.query(sql)) {
            return Samples.read(rows);
        } catch (DaybreakException e) {
            refuse(e);
            return List.of();
        }
    }

    private void readListings() {
        for (int i = 0; i < measurements.length; i++) {
            if (measurements[i] instanceof Measurement.Listing listing) {
                findings[i] = attempt(() -> read(listing));
            }
        }
    }

    private Finding read(Measurement.Listing listing) {
        try (Rows rows = session.query(listing.sql())) {
            return listing.reader().read(rows);
        }
    }

    /** A cancelled run has no outcome, so that is passed on. */
    private static void refuse(RuntimeException failure) {
        if (failure instanceof DaybreakException told && told.code() == ErrorCode.CANCELLED) {
            throw told;
        }
    }

    static CheckOutcome outcome(CheckSpec check, Finding finding) {
        Verdict verdict = finding.verdict();
        OptionalDouble share = verdict.evaluated() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(verdict.unexpected() / (double) verdict.evaluated());
        return new CheckOutcome(
                check,
                verdict.success(),
                JsonLike.of(verdict.observed()),
                verdict.evaluated(),
                verdict.unexpected(),
                share,
                finding.samples(),
                verdict.reason());
    }
}
