package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.load.DashboardLoader.LoadedDashboards;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of dashboards, and what is told of wrong ones. */
class DashboardLoaderTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void project() {
        folder = new ProjectFolder(root);
        folder.write("daybreak.yaml", "name: shop\nvariables: {country: DE}\n");
    }

    private LoadedDashboards loaded(String text) {
        folder.write("dashboards/sales.yaml", text);
        return DashboardLoader.load(folder.load().project().orElseThrow());
    }

    private List<String> problems(String text) {
        LoadedDashboards loaded = loaded(text);
        assertThat(loaded.dashboards()).isEmpty();
        return loaded.problems().stream()
                .map(problem -> problem.place() + " " + problem.message())
                .toList();
    }

    @Test
    void everythingItSays() {
        LoadedDashboards loaded = loaded(
                """
                title: Sales
                interval: 2 weeks
                parameters:
                  - {name: since, label: Since, type: date, default: 2025-01-01}
                  - {name: least, type: long, default: 3, options: [3, 5]}
                tiles:
                  - title: All
                    sql: |
                      SELECT 1
                        AS one
                    chart: heatmap
                    x: one
                    y: two
                    series: three
                    width: 12
                """);

        assertThat(loaded.problems()).isEmpty();
        Dashboard dashboard = loaded.dashboards().get(0);
        assertThat(dashboard.name()).isEqualTo("sales");
        assertThat(dashboard.title()).isEqualTo("Sales");
        assertThat(dashboard.last().orElseThrow()).hasToString("2 weeks");
        assertThat(dashboard.fallbacks())
                .containsEntry("since", LocalDate.of(2025, 1, 1))
                .containsEntry("least", 3L);
        assertThat(dashboard.parameters().get(1).options()).containsExactly(3L, 5L);
        Tile tile = dashboard.tiles().get(0);
        assertThat(tile.kind()).isEqualTo(Tile.Kind.HEATMAP);
        assertThat(tile.columns()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(tile.text().of(2, 3)).hasToString("dashboards/sales.yaml:10:9");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(
                        problems(
                                """
                        titel: Sales
                        parameters:
                          - {name: country, default: DE}
                          - {name: start, default: x}
                          - {name: a, type: long, default: many}
                          - {name: a, default: x, options: [y]}
                          - {name: b, default: 3}
                        tiles:
                          - {title: One, sql: SELECT 1, chart: number, x: one}
                          - {title: Two, sql: SELECT 1, chart: pie, width: 13}
                        """))
                .containsExactly(
                        "dashboards/sales.yaml:1:1 Invalid key 'titel': a dashboard has no such key. Did you mean 'title'?",
                        "dashboards/sales.yaml:3:12 Invalid name of a parameter 'country': it is a variable of daybreak.yaml.",
                        "dashboards/sales.yaml:4:12 Invalid name of a parameter 'start': it is an end of the interval, which"
                                + " 'interval: 30 days' gives.",
                        "dashboards/sales.yaml:5:36 Invalid value 'many' of 'default': expected a whole number.",
                        "dashboards/sales.yaml:6:12 Invalid name of a parameter 'a': another parameter has it.",
                        "dashboards/sales.yaml:6:24 Invalid default 'x' of parameter 'a': it is none of its options.",
                        "dashboards/sales.yaml:7:24 Invalid value '3' of 'default': expected a text.",
                        "dashboards/sales.yaml:10:40 Invalid value 'pie' of 'chart': expected one of line, area, bar,"
                                + " scatter, table, number, heatmap.",
                        "dashboards/sales.yaml:10:52 Invalid value 13 of 'width': expected a whole number from 1 to 12.");
        assertThat(problems("tiles:\n  - {title: One, sql: SELECT 1, chart: number, x: one}\n"))
                .containsExactly(
                        "dashboards/sales.yaml:2:51 Invalid key 'x': a tile with 'chart: number' has no axes.");
        assertThat(problems("tiles: []\n"))
                .containsExactly("dashboards/sales.yaml:1:8 Missing tiles: the dashboard would show nothing.");
        assertThat(problems("title: Nothing\n"))
                .containsExactly("dashboards/sales.yaml:1:1 Missing key 'tiles': a dashboard needs it.");
    }

    @Test
    void aWrongOneKeepsNoOtherFromBeingRead() {
        folder.write("dashboards/broken.yaml", "tiles: 3\n");

        LoadedDashboards loaded = loaded("tiles: [{title: One, sql: SELECT 1}]\n");

        assertThat(loaded.dashboards()).extracting(Dashboard::name).containsExactly("sales");
        assertThat(loaded.problems()).hasSize(1);
    }

    @Test
    void valuesAreReadByTheirType() {
        assertThat(Parameter.Type.STRING.parse("' OR 1=1")).contains("' OR 1=1");
        assertThat(Parameter.Type.LONG.parse("7")).contains(7L);
        assertThat(Parameter.Type.LONG.parse("7.5")).isEmpty();
        assertThat(Parameter.Type.DOUBLE.parse("1e3")).contains(1000.0);
        assertThat(Parameter.Type.DOUBLE.parse(".inf")).isEmpty();
        assertThat(Parameter.Type.BOOLEAN.parse("yes")).isEmpty();
        assertThat(Parameter.Type.DATE.parse("2025-02-29")).isEmpty();
        assertThat(Parameter.Type.TIMESTAMP.parse("2025-02-28 06:30")).contains(LocalDateTime.of(2025, 2, 28, 6, 30));
    }
}
