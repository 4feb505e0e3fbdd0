package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.time.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an author is told of the SQL of a dashboard. The text of its only tile begins in line 5, column 7. */
class DashboardRulesTest {
    private static List<String> problems(String sql, Optional<Span> last, String... y) {
        Tile tile = new Tile(
                "Prices",
                "",
                sql,
                new Tile.Text(new Place("dashboards/d.yaml", 5, 7), true),
                Tile.Kind.LINE,
                Optional.empty(),
                List.of(y),
                Optional.empty(),
                6);
        Dashboard dashboard = new Dashboard(
                "d",
                "D",
                "",
                "",
                List.of(),
                last,
                List.of(new Parameter("least", "Least", Parameter.Type.DOUBLE, 1.5, List.of())),
                List.of(tile),
                new Place("dashboards/d.yaml", 1, 1));
        Situation situation = Situation.withClicks();
        return DashboardRules.problems(
                        dashboard, ProjectTables.of(situation.project(), situation.analysis()), Map.of("v", 1L))
                .stream()
                .map(problem -> problem.place() + " " + problem.message() + " | " + problem.mend())
                .toList();
    }

    @Test
    void aRightOneHasNone() {
        assertThat(problems(
                        "SELECT event_time, price FROM raw.clicks WHERE event_time >= :start AND price > :least + :v",
                        Optional.of(Span.days(3)),
                        "price"))
                .isEmpty();
    }

    @Test
    void namesThatStandForNothingAreToldWhereTheyStand() {
        assertThat(problems("SELECT item_id,\n  prise FROM raw.clicks", Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("dashboards/d.yaml:6:9 Cannot find column 'prise'. Did you mean 'price'?");
        assertThat(problems("SELECT price FROM raw.clicks WHERE event_time >= :start", Optional.empty()))
                .containsExactly("dashboards/d.yaml:5:56 Cannot find parameter ':start'."
                        + " | The dashboard is not about time: add 'interval: 30 days' to it.");
        assertThat(problems("SELECT item_id, price FROM raw.clicks", Optional.empty(), "prce"))
                .containsExactly(
                        "dashboards/d.yaml:5:7 Cannot find column 'prce' of tile 'Prices' among the columns of its"
                                + " SELECT. Did you mean 'price'? | It yields item_id, price.");
        assertThat(problems("SELECT * FROM read_text('x')", Optional.empty())).isNotEmpty();
    }
}
