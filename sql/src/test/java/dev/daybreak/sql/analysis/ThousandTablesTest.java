package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A project of 1,000 tables, each reading one or two of the tables before it. Prints how long its analysis takes. */
class ThousandTablesTest {
    private static final int TABLES = 1_000;
    private static final int LAYER = 100;

    @Test
    void isAnalysedWhole() {
        Situation project = Situation.withClicks();
        for (int i = 0; i < TABLES; i++) {
            project.table("gen.t" + i, sql(i), header -> header.daily("day"));
        }
        Instant start = Instant.now();

        Analysis analysis = project.analysis();

        System.out.println(TABLES + " tables analysed in "
                + Duration.between(start, Instant.now()).toMillis() + " ms");
        assertThat(analysis.problems()).isEmpty();
        assertThat(analysis.graph().orElseThrow().nodes()).hasSize(TABLES + 2);
    }

    private static String sql(int i) {
        String input = i < LAYER ? "raw.clicks" : "gen.t" + (i - LAYER);
        String time = i < LAYER ? "event_time" : "day";
        return """
                WITH recent AS (
                  SELECT user_id, item_id, price, CAST(%2$s AS DATE) AS day,
                         row_number() OVER (PARTITION BY user_id ORDER BY %2$s DESC) AS place
                  FROM %1$s
                  WHERE %2$s >= :start AND %2$s < :end
                )
                SELECT r.user_id, r.item_id, r.day, SUM(r.price) AS price, COUNT(*) AS n,
                       AVG(CASE WHEN u.age > 30 THEN r.price END) AS older,
                       MAX(r.place) FILTER (WHERE u.country = 'NL') AS last_place
                FROM recent AS r
                LEFT JOIN raw.users AS u ON u.user_id = r.user_id
                WHERE r.day > CAST(:start AS DATE) - INTERVAL '30 days'
                GROUP BY r.user_id, r.item_id, r.day
                HAVING COUNT(*) > 1
                """
                .formatted(input, time);
    }
}
