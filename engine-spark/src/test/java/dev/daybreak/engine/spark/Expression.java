package dev.daybreak.engine.spark;

import java.util.List;
import java.util.stream.Stream;

/**
 * A generated expression.
 *
 * @param kind of its values, in the generator's words
 * @param parts the expressions in it
 */
record Expression(String text, String kind, List<Expression> parts) {
    Expression {
        parts = List.copyOf(parts);
    }

    static Expression of(String text, String kind, Expression... parts) {
        return new Expression(text, kind, List.of(parts));
    }

    /** This and everything in it. */
    Stream<Expression> all() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(Expression::all));
    }
}
