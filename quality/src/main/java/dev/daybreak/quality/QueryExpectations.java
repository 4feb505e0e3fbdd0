package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import java.util.List;

/** Expectations written in SQL. {@code {batch}} stands for the relation that is checked. */
final class QueryExpectations {
    private static final Parameter QUERY = Parameter.required("unexpected_rows_query", ParameterKind.QUERY);

    static final List<Expectation> ALL = List.of(
            Expectation.of("unexpected_rows_expectation", QueryExpectations::unexpectedRows, QUERY),
            Expectation.of("unexpected_rows", QueryExpectations::unexpectedRows, QUERY),
            Expectation.of(
                    "expect_query_results_to_match_comparison",
                    QueryExpectations::comparison,
                    Parameter.required("base_query", ParameterKind.QUERY),
                    Parameter.optional("comparison_data_source_name", ParameterKind.TEXT),
                    Parameter.required("comparison_query", ParameterKind.QUERY),
                    Mostly.PARAMETER));

    private QueryExpectations() {}

    private static Measurement unexpectedRows(Subject subject, Arguments arguments) {
        String query = query(subject, arguments.text("unexpected_rows_query"));
        return new Measurement.Aggregates(
                query + " AS daybreak_unexpected",
                List.of("COUNT(*)"),
                values -> {
                    long count = ((Number) values.get(0)).longValue();
                    String observed = count + (count == 1 ? " unexpected row" : " unexpected rows");
                    return new Verdict(count == 0, observed, 0, count, count == 0 ? "" : "the query finds " + observed);
                },
                "SELECT * FROM " + query + " AS daybreak_unexpected LIMIT " + Finding.SAMPLE_SIZE);
    }

    /** As a subquery. A line break keeps a comment at the end from swallowing the bracket. */
    private static String query(Subject subject, String written) {
        String batch = subject.isAll()
                ? subject.from()
                : "(SELECT * FROM " + subject.from() + " WHERE " + subject.where() + ")";
        return "(" + written.strip().replaceFirst(";$", "").replace("{batch}", batch) + "\n)";
    }

    /** Rows of either query that the other has not, as often, do not hold; both run in this session. */
    private static Measurement comparison(Subject subject, Arguments arguments) {
        String base = query(subject, arguments.text("base_query"));
        String other = query(subject, arguments.text("comparison_query"));
        String sql = "SELECT (SELECT COUNT(*) FROM " + base + " AS b) AS base_rows,"
                + " (SELECT COUNT(*) FROM " + other + " AS o) AS comparison_rows,"
                + " (SELECT COUNT(*) FROM (SELECT * FROM " + base + " AS b EXCEPT ALL SELECT * FROM " + other
                + " AS o) AS d) AS only_in_base";
        Mostly mostly = Mostly.of(arguments, "both queries must give the same rows");
        return new Measurement.Listing(sql, rows -> compare(rows, mostly));
    }

    private static Finding compare(Rows rows, Mostly mostly) {
        rows.next();
        long base = ((Number) rows.value(0)).longValue();
        long other = ((Number) rows.value(1)).longValue();
        long onlyInBase = ((Number) rows.value(2)).longValue();
        // What the comparison has in excess is its size less what both share.
        long onlyInOther = other - (base - onlyInBase);
        return Finding.of(mostly.judge(Math.max(base, other), Math.max(onlyInBase, onlyInOther)));
    }
}
