package dev.daybreak.quality;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.check.TextPlace;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.analysis.PortableText;
import dev.daybreak.sql.query.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what of the SQL in one check is not portable. */
final class PortableChecks {
    private final CheckSpec check;
    private final Optional<Schema> columns;
    private final List<Problem> problems = new ArrayList<>();

    private PortableChecks(CheckSpec check, Optional<Schema> columns) {
        this.check = check;
        this.columns = columns;
    }

    static List<Problem> problems(CheckSpec check, Optional<Schema> columns) {
        PortableChecks portable = new PortableChecks(check, columns);
        Expectations.find(check.expectation()).ifPresent(portable::read);
        return portable.problems;
    }

    private void read(Expectation expectation) {
        if (Condition.isPortableSql(new Arguments(check.arguments()))) {
            text(Condition.PARAMETER)
                    .ifPresent(text -> report(Condition.PARAMETER, PortableText.ofCondition(text, columns)));
        }
        for (Parameter parameter : expectation.parameters()) {
            if (parameter.kind() == ParameterKind.QUERY) {
                text(parameter.name()).ifPresent(text -> report(parameter.name(), PortableText.ofQuery(text, columns)));
            }
        }
    }

    private Optional<String> text(String parameter) {
        return check.arguments().get(parameter) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private void report(String parameter, List<SqlProblem> found) {
        TextPlace place = check.texts().getOrDefault(parameter, new TextPlace(check.place(), false));
        for (SqlProblem problem : found) {
            problems.add(Problem.error(
                    place.of(problem.position().line(), problem.position().column()),
                    problem.message(),
                    problem.mend()));
        }
    }
}
