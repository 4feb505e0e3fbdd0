package dev.daybreak.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of check: its name and parameters as in Great Expectations, and how it is measured.
 *
 * @param compiler turns arguments into a measurement; throws {@link Unevaluable} where they do not fit the data
 */
record Expectation(String name, List<Parameter> parameters, Compiler compiler) {
    private static final List<Parameter> COMMON = List.of(
            Parameter.optional(Condition.PARAMETER, ParameterKind.TEXT),
            Parameter.optional("condition_parser", ParameterKind.choice(Condition.PARSERS)),
            Parameter.optional("meta", ParameterKind.ANY),
            Parameter.optional("notes", ParameterKind.ANY),
            Parameter.optional("description", ParameterKind.ANY),
            Parameter.optional("severity", ParameterKind.ANY),
            Parameter.optional("result_format", ParameterKind.ANY),
            Parameter.optional("catch_exceptions", ParameterKind.ANY));

    /** Turns the arguments of a check into what has to be measured. */
    @FunctionalInterface
    interface Compiler {
        Measurement compile(Subject subject, Arguments arguments);
    }

    Expectation {
        List<Parameter> all = new ArrayList<>(parameters);
        all.addAll(COMMON);
        parameters = List.copyOf(all);
    }

    static Expectation of(String name, Compiler compiler, Parameter... parameters) {
        return new Expectation(name, List.of(parameters), compiler);
    }

    /** An expectation on each value of one column: {@code column} and {@code mostly} besides its own parameters. */
    static Expectation ofValues(String name, Compiler compiler, Parameter... parameters) {
        List<Parameter> all = new ArrayList<>();
        all.add(Parameter.required("column", ParameterKind.COLUMN));
        all.add(Mostly.PARAMETER);
        all.addAll(List.of(parameters));
        return new Expectation(name, all, compiler);
    }

    Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(each -> each.name().equals(wanted)).findFirst();
    }

    List<String> parameterNames() {
        return parameters.stream().map(Parameter::name).toList();
    }
}
