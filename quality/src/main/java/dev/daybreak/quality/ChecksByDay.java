package dev.daybreak.quality;

import dev.daybreak.engine.Session;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.schema.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Checks on each of the days that the rows of a relation fall into, as {@link Checks#evaluate} gives them for a relation with a day's rows
 * alone. What aggregates over the rows can say is measured of all days in one query. What they cannot, checks that do not hold, and days
 * without rows are looked at day by day.
 */
public final class ChecksByDay {
    private final Session session;
    private final Schema schema;
    private final List<CheckSpec> checks;
    /** Outcomes of a day's checks that hold; null for the others. */
    private final Map<Object, CheckOutcome[]> held = new HashMap<>();

    private ChecksByDay(Session session, Schema schema, List<CheckSpec> checks) {
        this.session = session;
        this.schema = schema;
        this.checks = List.copyOf(checks);
    }

    /**
     * Measures what can be measured of all days together.
     *
     * @param relation its name in the session
     * @param schema of the relation
     * @param column of type date or timestamp, or timestamptz in a session whose zone is UTC; its date is the day of a row
     * @throws dev.daybreak.project.problem.DaybreakException only with code {@code CANCELLED}
     */
    public static ChecksByDay measure(
            Session session, String relation, Schema schema, List<CheckSpec> checks, String column) {
        ChecksByDay byDay = new ChecksByDay(session, schema, checks);
        byDay.measure(Quoting.identifier(relation), "CAST(" + Quoting.identifier(column) + " AS DATE)");
        return byDay;
    }

    private void measure(String from, String day) {
        Map<Integer, Measurement.Aggregates> together = new HashMap<>();
        Subject subject = new Subject(from, schema, "TRUE");
        Pass pass = new Pass(from);
        for (int i = 0; i < checks.size(); i++) {
            int index = i;
            // What cannot be evaluated is told of each day, by the evaluation of that day.
            Evaluation.attempt(() -> {
                if (Expectations.compile(subject, checks.get(index)) instanceof Measurement.Aggregates aggregates
                        && aggregates.from().equals(from)) {
                    together.put(index, aggregates);
                    pass.add(aggregates.expressions());
                }
                return null;
            });
        }
        boolean isMeasured = !together.isEmpty()
                && Evaluation.attempt(() -> {
                            pass.runByPart(session, day);
                            return null;
                        })
                        == null;
        if (isMeasured) {
            for (Object each : pass.parts()) {
                CheckOutcome[] outcomes = new CheckOutcome[checks.size()];
                together.forEach((index, aggregates) -> {
                    Finding finding = Evaluation.attempt(
                            () -> Finding.of(aggregates.judge().judge(pass.values(each, aggregates.expressions()))));
                    outcomes[index] =
                            finding.verdict().success() ? Evaluation.outcome(checks.get(index), finding) : null;
                });
                held.put(each, outcomes);
            }
        }
    }

    /**
     * The outcomes of a day.
     *
     * @param alone makes a relation with the rows of that day only known to the session, and names it; called if something has to be measured there
     * @return one outcome per check, in order
     * @throws dev.daybreak.project.problem.DaybreakException only with code {@code CANCELLED}, or what {@code alone} throws
     */
    public List<CheckOutcome> of(LocalDate day, Supplier<String> alone) {
        CheckOutcome[] known =
                held.getOrDefault(day, new CheckOutcome[checks.size()]).clone();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == null) {
                open.add(i);
            }
        }
        if (!open.isEmpty()) {
            List<CheckOutcome> rest = Checks.evaluate(
                    session, alone.get(), schema, open.stream().map(checks::get).toList());
            for (int i = 0; i < rest.size(); i++) {
                known[open.get(i)] = rest.get(i);
            }
        }
        return List.of(known);
    }
}
