package dev.daybreak.quality;

import dev.daybreak.engine.Session;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * Validates and evaluates checks. Expectations have the names, parameters and meaning of Great Expectations
 * (<a href="https://greatexpectations.io/expectations">gallery</a>).
 */
public final class Checks {
    private Checks() {}

    /** The names of all expectations that can be evaluated. */
    public static List<String> expectations() {
        return Expectations.names();
    }

    /**
     * Everything that is wrong with the checks as written: unknown expectations, unknown, missing or wrongly typed
     * parameters, unknown columns, bounds that admit nothing, broken regular expressions.
     *
     * @param columns of the asset; empty if they are not known yet, then columns are not looked at
     * @return in the order of the checks, each at its check's place; empty if all is well
     */
    public static List<Problem> validate(List<CheckSpec> checks, Optional<Schema> columns) {
        return checks.stream()
                .flatMap(check -> Validation.of(check, columns).problems().stream())
                .toList();
    }

    /**
     * What of the SQL in checks, of {@code row_condition} and of queries, cannot be read or is not portable, each at its own place. It is asked of
     * assets that state no dialect. A condition with the parser {@code spark}, or in the small language of {@code pandas}, is let pass.
     *
     * @param columns of the asset; empty if they are not known yet, then types are not looked at
     */
    public static List<Problem> unportable(List<CheckSpec> checks, Optional<Schema> columns) {
        return checks.stream()
                .flatMap(check -> PortableChecks.problems(check, columns).stream())
                .toList();
    }

    /**
     * Evaluates checks on the rows of a relation. Measures of all checks are computed in one query over the relation where
     * they can be; uniqueness, medians and quantiles, distinct values, order and deviations take one more each. Rows that
     * do not hold are read, up to 20, only for checks that fail.
     *
     * <p>A check that cannot be evaluated (unknown column, wrong type, engine error, no value to aggregate) fails with the
     * reason, which then begins {@code Cannot evaluate:}, and leaves the others alone.
     *
     * @param relation its name in the session
     * @param schema of the relation
     * @return one outcome per check, in order
     * @throws dev.daybreak.project.problem.DaybreakException only with code {@code CANCELLED}
     */
    public static List<CheckOutcome> evaluate(Session session, String relation, Schema schema, List<CheckSpec> checks) {
        Subject subject = new Subject(Quoting.identifier(relation), schema, "TRUE");
        return Evaluation.run(session, subject, checks);
    }
}
