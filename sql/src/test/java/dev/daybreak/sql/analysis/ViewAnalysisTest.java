package dev.daybreak.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.time.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views in a project: what reads them reads what they read. */
class ViewAnalysisTest {
    private static final Input.Window WEEK = new Input.Last(Span.parse("7 days").orElseThrow());
    private static final Input.Window MONTH =
            new Input.Last(Span.parse("30 days").orElseThrow());

    private static final String DAYS =
            "SELECT user_id, COUNT(*) AS n, CAST(event_time AS DATE) AS day FROM shop.clicks GROUP BY user_id, CAST(event_time AS DATE)";

    private static Graph graph(Situation project) {
        assertThat(project.problems()).isEmpty();
        return project.analysis().graph().orElseThrow();
    }

    private static List<String> inputs(Graph graph, String name) {
        return graph.node(AssetKey.parse(name)).inputs().stream()
                .map(input -> input.asset() + " " + input.window())
                .toList();
    }

    private static Situation withView() {
        return Situation.withClicks()
                .view(
                        "shop.clicks",
                        "SELECT c.user_id, c.event_time, u.country FROM raw.clicks c JOIN raw.users u ON u.user_id = c.user_id");
    }

    @Test
    void aReaderHasTheInputsOfTheViewForItsOwnInterval() {
        Graph graph = graph(withView().table("features.t", DAYS, header -> header.daily("day")));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks same interval", "raw.users whole");
        assertThat(graph.node(AssetKey.parse("features.t")).named()).containsExactly(AssetKey.parse("shop.clicks"));
        assertThat(inputs(graph, "shop.clicks")).isEmpty();
        assertThat(graph.node(AssetKey.parse("shop.clicks")).upstream())
                .containsExactly(AssetKey.parse("raw.clicks"), AssetKey.parse("raw.users"));
    }

    @Test
    void aViewOfAViewIsReadThroughBoth() {
        Graph graph = graph(withView()
                .view("shop.german", "SELECT user_id, event_time FROM shop.clicks WHERE country = 'de'")
                .table("features.t", DAYS.replace("shop.clicks", "shop.german"), header -> header.daily("day")));

        assertThat(inputs(graph, "features.t")).containsExactly("raw.clicks same interval", "raw.users whole");
        assertThat(graph.viewsBehind(AssetKey.parse("features.t")))
                .extracting(ViewAsset::key)
                .containsExactly(AssetKey.parse("shop.clicks"), AssetKey.parse("shop.german"));
        assertThat(graph.tablesBehind(AssetKey.parse("shop.german")))
                .containsExactly(AssetKey.parse("raw.clicks"), AssetKey.parse("raw.users"));
    }

    @Test
    void theHeaderOfTheViewDecidesThenThatOfTheReader() {
        Graph graph = graph(withView()
                .view(
                        "shop.monthly",
                        "SELECT user_id, event_time FROM raw.clicks",
                        header -> header.input("raw.clicks", MONTH))
                .table("features.by_view", DAYS, header -> header.daily("day").input("shop.clicks", WEEK))
                .table("features.by_input", DAYS, header -> header.daily("day").input("raw.clicks", WEEK))
                .table("features.fixed", DAYS.replace("shop.clicks", "shop.monthly"), header -> header.daily("day")
                        .input("shop.monthly", WEEK)));

        assertThat(inputs(graph, "features.by_view"))
                .containsExactly("raw.clicks last 7 days", "raw.users last 7 days");
        assertThat(inputs(graph, "features.by_input")).containsExactly("raw.clicks last 7 days", "raw.users whole");
        assertThat(inputs(graph, "features.fixed")).containsExactly("raw.clicks last 30 days");
    }

    @Test
    void twoWindowsOnOneInputAreAProblem() {
        Situation project = withView()
                .table(
                        "features.t",
                        "SELECT v.user_id, CAST(v.event_time AS DATE) AS day\nFROM shop.clicks v JOIN raw.clicks c ON c.user_id = v.user_id",
                        header -> header.daily("day").input("shop.clicks", WEEK));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql:5:25 Cannot read 'raw.clicks' in two windows: 'last 7 days' by way of"
                                + " view 'shop.clicks', and 'same interval'. | Say the same of both under 'inputs' of the headers, or"
                                + " read a table that is made of the view.");
    }

    @Test
    void theTextOfAViewIsAPartOfItsReadersDefinition() {
        Graph graph = graph(Situation.withClicks()
                .variable("least", 3L)
                .view("shop.dear", "SELECT user_id -- who\nFROM raw.clicks WHERE price > :least")
                .table("features.t", "SELECT user_id FROM shop.dear"));

        assertThat(graph.node(AssetKey.parse("features.t")).definition())
                .containsEntry("view shop.dear", "select user_id from raw . clicks where price > :least\nleast=3\n");
        assertThat(graph.node(AssetKey.parse("shop.dear")).definition())
                .containsOnlyKeys("columns", "dialect", "sql", "variables");
    }

    @Test
    void columnsAreFollowedThroughAView() {
        Situation project =
                withView().table("features.t", "SELECT country, COUNT(*) AS n FROM shop.clicks GROUP BY country");

        assertThat(project.problems()).isEmpty();
        assertThat(project.origin("features.t", "country")).startsWith("shop.clicks.country <- ");
        assertThat(project.origin("shop.clicks", "country")).startsWith("raw.users.country <- ");
    }

    @Test
    void viewsThatReadEachOtherAreToldAsACircle() {
        Situation project = Situation.withClicks()
                .view("shop.a", "SELECT user_id FROM shop.b")
                .view("shop.b", "SELECT user_id FROM shop.a");

        assertThat(project.problems())
                .containsExactly("assets/shop/a.sql:4:21 Invalid inputs: assets read each other in a circle:"
                        + " shop.a -> shop.b -> shop.a. | Take one of these inputs away, or split a table so that no part needs"
                        + " its own outcome.");
    }

    @Test
    void tellsWhatIsWrongWithAViewAtOnce() {
        Situation project = Situation.withClicks()
                .view(
                        "shop.v",
                        "SELECT user_id, missing\nFROM raw.clicks\nWHERE event_time >= :start AND price > :least",
                        header -> header.columns("user_id string", "other long"));

        assertThat(project.problems())
                .containsExactly(
                        "assets/shop/v.sql Cannot find declared column 'other' among the columns of the SELECT."
                                + " | It yields user_id, missing.",
                        "assets/shop/v.sql:4:1 Invalid SELECT: it yields column 'missing', which 'columns' does not declare."
                                + " | Add it under 'columns' of the header, or leave it out.",
                        "assets/shop/v.sql:4:1 Invalid SELECT: it yields column 'user_id' as long, and 'columns' declares string."
                                + " | A view casts nothing: write CAST(... AS ...) in the text, or declare long.",
                        "assets/shop/v.sql:4:17 Cannot find column 'missing'. | There are user_id, item_id, event_time, price,"
                                + " tags, _ingested_at.",
                        "assets/shop/v.sql:6:21 Invalid parameter ':start': a view has no interval; it is read for that of its"
                                + " reader. | Take it out: of what the view reads, a reader gets the rows of its own window"
                                + " anyway.",
                        "assets/shop/v.sql:6:40 Cannot find parameter ':least'. | There are none; add it under 'variables:' of"
                                + " daybreak.yaml.");
    }

    @Test
    void aDialectMustBeThatOfTheReader() {
        Situation project = Situation.withClicks()
                .view("shop.s", "SELECT user_id FROM raw.clicks", header -> header.dialect("spark"))
                .view("shop.d", "SELECT user_id FROM raw.clicks", header -> header.dialect("duckdb"))
                .view("shop.both", "SELECT user_id FROM shop.d")
                .table("features.right", "SELECT user_id FROM shop.d", header -> header.dialect("duckdb"))
                .table("features.wrong", "SELECT user_id FROM shop.s", header -> header.dialect("duckdb"));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/wrong.sql:4:21 Cannot read view 'shop.s' here: its dialect is 'spark', and that of"
                                + " 'features.wrong' is 'duckdb'. | Write the view portably, or put 'dialect: spark' into this header.",
                        "assets/shop/both.sql:4:21 Cannot read view 'shop.d' here: its dialect is 'duckdb', and that of"
                                + " 'shop.both' is none. | Write the view portably, or put 'dialect: duckdb' into this header.");
    }

    @Test
    void aViewIsNoSideOfASaltedJoin() {
        Situation project = withView()
                .table(
                        "features.t",
                        "SELECT v.user_id, i.price FROM shop.clicks v JOIN raw.clicks i ON v.user_id = i.user_id",
                        header -> header.salt("user_id", 8));

        assertThat(project.problems())
                .containsExactly(
                        "assets/features/t.sql:4:32 Cannot salt a join with 'shop.clicks': it is a view, whose rows have"
                                + " no place of their own. | Make a table of it, or take 'salt' out.");
    }
}
