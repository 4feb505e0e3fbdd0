package dev.daybreak.project.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.problem.Problems;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A single value that a function reads.
 *
 * @param permitted what a message says was expected
 * @param near a clause for a value that does not fit, such as the nearest permitted one; empty for none
 */
record ScalarShape<T>(
        String permitted,
        Function<YamlValue.Scalar, Optional<T>> parse,
        Function<String, String> near,
        Supplier<ObjectNode> json)
        implements Shape<T> {
    @Override
    public Optional<T> read(String name, YamlValue value, Problems problems) {
        if (value instanceof YamlValue.Scalar scalar && scalar.type() != YamlValue.Type.NULL) {
            Optional<T> read = parse.apply(scalar);
            if (read.isEmpty()) {
                problems.error(
                        value.place(),
                        "Invalid value " + shown(scalar) + " of '" + name + "': expected " + permitted + "."
                                + near.apply(scalar.written()),
                        "");
            }
            return read;
        }
        problems.error(
                value.place(),
                "Invalid value of '" + name + "': expected " + permitted + ", found " + value.described() + ".",
                "");
        return Optional.empty();
    }

    private static String shown(YamlValue.Scalar scalar) {
        return scalar.type() == YamlValue.Type.TEXT ? "'" + scalar.written() + "'" : scalar.written();
    }

    @Override
    public ObjectNode schema() {
        return json.get();
    }
}
