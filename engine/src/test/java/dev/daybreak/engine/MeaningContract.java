package dev.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.DaybreakException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What portable SQL means: every case of {@code meaning.txt} has its one value on each engine. */
public interface MeaningContract extends EngineFixture {
    /** Columns of one SELECT: few queries, but none too long to be compiled. */
    int TOGETHER = 80;
    /** The rows that aggregates, windows and queries are over. */
    String ROWS =
            """
            WITH t AS (SELECT * FROM (VALUES
              (1, 1, 'a', 1.5e0, DATE '2024-01-01', CAST(1.25 AS DECIMAL(9,2)), TRUE),
              (2, 1, 'b', NULL, NULL, CAST(2.25 AS DECIMAL(9,2)), FALSE),
              (3, 2, NULL, 3.5e0, DATE '2024-01-03', NULL, NULL),
              (4, NULL, 'a', 4.5e0, DATE '2024-01-04', CAST(-1.25 AS DECIMAL(9,2)), TRUE),
              (5, 2, 'c', CAST('NaN' AS DOUBLE), DATE '2024-01-04', CAST(1.25 AS DECIMAL(9,2)), FALSE))
              AS v(k, i, s, x, d, p, b))
            """;

    @Test
    default void givesEveryPortableExpressionItsValue() {
        assertThat(differences(session(), MeaningCases.section("values"), "", ""))
                .isEmpty();
    }

    @Test
    default void givesTimesTheirMeaningInAZoneWithDaylightSaving() {
        try (Session berlin = sessionIn("Europe/Berlin")) {
            assertThat(differences(berlin, MeaningCases.section("values in Europe/Berlin"), "", ""))
                    .isEmpty();
        }
    }

    @Test
    default void givesEveryPortableAggregateItsValue() {
        assertThat(differences(session(), MeaningCases.section("aggregates"), ROWS, " FROM t"))
                .isEmpty();
    }

    @Test
    default void givesEveryPortableWindowItsValues() {
        assertThat(differences(session(), MeaningCases.section("windows"), ROWS, " FROM t ORDER BY k"))
                .isEmpty();
    }

    @Test
    default void givesQueriesTheirRows() {
        List<String> differences = new ArrayList<>();
        for (MeaningCases.Case query : MeaningCases.section("rows")) {
            String with = query.expression().startsWith("WITH") ? "" : ROWS;
            String found = rows(with + query.expression()).stream()
                    .map(row -> row.stream().map(MeaningCases::text).collect(Collectors.joining(", ")))
                    .collect(Collectors.joining("; "));
            query.difference(found).ifPresent(differences::add);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    default void failsWhereThereIsNoValue() {
        List<String> passed = new ArrayList<>();
        for (MeaningCases.Case impossible : MeaningCases.section("failures")) {
            try {
                passed.add(impossible.expression() + " => " + rows("SELECT " + impossible.expression() + " AS v"));
            } catch (DaybreakException expected) {
                assertThat(expected.getMessage()).startsWith("Cannot ");
            }
        }
        assertThat(passed).isEmpty();
    }

    private List<String> differences(Session session, List<MeaningCases.Case> cases, String before, String after) {
        List<String> differences = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += TOGETHER) {
            List<MeaningCases.Case> part = cases.subList(from, Math.min(cases.size(), from + TOGETHER));
            StringBuilder sql = new StringBuilder(before).append("SELECT ");
            for (int i = 0; i < part.size(); i++) {
                sql.append(i == 0 ? "" : ", ")
                        .append(part.get(i).expression())
                        .append(" AS c")
                        .append(i);
            }
            List<List<Object>> rows = rows(session, sql.append(after).toString());
            for (int i = 0; i < part.size(); i++) {
                int column = i;
                String found = rows.stream()
                        .map(row -> MeaningCases.text(row.get(column)))
                        .collect(Collectors.joining(", "));
                part.get(i).difference(found).ifPresent(differences::add);
            }
        }
        return differences;
    }
}
