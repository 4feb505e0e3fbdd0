package dev.daybreak.quality;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is wrong with one check as written. */
final class Validation {
    private final CheckSpec check;
    private final Optional<Schema> columns;
    private final List<Problem> problems = new ArrayList<>();

    private Validation(CheckSpec check, Optional<Schema> columns) {
        this.check = check;
        this.columns = columns;
    }

    static Validation of(CheckSpec check, Optional<Schema> columns) {
        Validation validation = new Validation(check, columns);
        Optional<Expectation> found = Expectations.find(check.expectation());
        if (found.isEmpty()) {
            validation.report(
                    "Invalid check: there is no expectation '" + check.expectation() + "'."
                            + NearestName.hint(check.expectation(), Expectations.names()),
                    "Use the name of an expectation of Great Expectations, such as 'expect_column_values_to_not_be_null'.");
        } else {
            validation.arguments(found.get());
            validation.missing(found.get());
            validation.bounds();
            validation.condition();
            validation.fit();
        }
        return validation;
    }

    List<Problem> problems() {
        return problems;
    }

    private void report(String message, String mend) {
        problems.add(Problem.error(check.place(), message, mend));
    }

    private void arguments(Expectation expectation) {
        for (Map.Entry<String, Object> argument : check.arguments().entrySet()) {
            String name = argument.getKey();
            Optional<Parameter> parameter = expectation.parameter(name);
            if (parameter.isEmpty()) {
                report(
                        "Invalid parameter '" + name + "' of '" + expectation.name() + "': it takes none of that name."
                                + NearestName.hint(name, expectation.parameterNames()),
                        "It takes " + String.join(", ", expectation.parameterNames()) + ".");
            } else if (argument.getValue() != null) {
                parameter.get().kind().complaint(argument.getValue(), columns).ifPresent(why -> reportValue(name, why));
            }
        }
    }

    private void reportValue(String parameter, String why) {
        boolean aboutColumns = why.startsWith("there is no column");
        String mend = aboutColumns
                ? columns.map(schema -> "Columns: " + String.join(", ", schema.names()) + ".")
                        .orElse("")
                : "";
        report("Invalid parameter '" + parameter + "' of '" + check.expectation() + "': " + why, mend);
    }

    private void missing(Expectation expectation) {
        for (Parameter parameter : expectation.parameters()) {
            if (parameter.required() && check.arguments().get(parameter.name()) == null) {
                report("Missing parameter '" + parameter.name() + "' of '" + expectation.name() + "'", "");
            }
        }
    }

    private void bounds() {
        Object min = check.arguments().get("min_value");
        Object max = check.arguments().get("max_value");
        boolean crossed;
        if (min instanceof Number low && max instanceof Number high) {
            crossed = decimal(low).isPresent()
                    && decimal(high).isPresent()
                    && decimal(low).get().compareTo(decimal(high).get()) > 0;
        } else {
            crossed = min instanceof String low && max instanceof String high && low.compareTo(high) > 0;
        }
        if (crossed) {
            report(
                    "Invalid bounds of '" + check.expectation() + "': min_value '" + min + "' is above max_value '"
                            + max + "'",
                    "Swap them, or leave one out.");
        }
    }

    private static Optional<BigDecimal> decimal(Number number) {
        try {
            return Optional.of(new BigDecimal(number.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // infinite or not a number
        }
    }

    private void condition() {
        if (columns.isEmpty()) {
            return;
        }
        try {
            Condition.narrow(new Subject("", columns.get(), "TRUE"), new Arguments(check.arguments()));
        } catch (Unevaluable e) {
            boolean alreadyTold = problems.stream()
                    .anyMatch(problem -> problem.message().contains("'row_condition'")
                            || problem.message().contains("'condition_parser'"));
            if (!alreadyTold) {
                reportValue("row_condition", e.getMessage());
            }
        }
    }

    /** What only shows when arguments meet the columns' types: a number against a text, a list that is no pair. */
    private void fit() {
        if (columns.isEmpty() || !problems.isEmpty()) {
            return;
        }
        try {
            Expectations.compile(new Subject("", columns.get(), "TRUE"), check);
        } catch (Unevaluable e) {
            report("Invalid check '" + check.expectation() + "': " + e.getMessage(), "");
        }
    }
}
