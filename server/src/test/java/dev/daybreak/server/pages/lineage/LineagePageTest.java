package dev.daybreak.server.pages.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.orchestration.run.TestProject;
import dev.daybreak.orchestration.run.TestProject.TestAsset;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.server.api.ApiServer;
import dev.daybreak.server.api.ApiServer.Answer;
import dev.daybreak.sql.query.ColumnId;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.QueryAnalysis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The graph of assets and columns, as a browser gets it. */
@Timeout(120)
class LineagePageTest {
    private static final int MOST_BYTES = 300_000;

    @TempDir
    Path folder;

    private ApiServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private String page(String path) {
        Answer answer = server.send(server.request(path));
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        assertThat(answer.text().replaceAll("<script src=\"/static/[a-z]+\\.js\" defer></script>", ""))
                .doesNotContain("<script", " style=", " onclick=");
        assertThat(answer.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        return answer.text();
    }

    @Test
    void assetsStandWithTheirStateAndLeadToWhatIsAroundThem() {
        TestProject project = new TestProject(folder);
        server = new ApiServer(project);
        project.tables.onCompute = step -> {
            if (step.node().key().equals(TestProject.DAILY)) {
                throw new DaybreakException(ErrorCode.QUERY_FAILED, "Cannot compute.", "");
            }
        };
        project.run();

        String all = page("/lineage");

        assertThat(all).contains("All 4 assets.", "The same as a list");
        assertThat(all).contains("href=\"/lineage?asset=raw.clicks\"", "class=\"node failed\"", "5 failed");
        String around = page("/lineage?asset=features.daily&upstream=1&downstream=0");
        assertThat(around).contains("2 of 4 assets.", "node marked failed").doesNotContain("aria-label=\"recent");
        assertThat(page("/lineage?q=CLI")).contains("1 asset has this in the name", "node marked", "2 of 4 assets");
        assertThat(page("/lineage?q=nothing")).contains("No asset has this in its name.");
    }

    @Test
    void whatIsNotThereIsTold() {
        server = new ApiServer(new TestProject(folder));

        Answer asset = server.send(server.request("/lineage?asset=features.dayly"));
        assertThat(asset.status()).isEqualTo(404);
        assertThat(asset.text()).contains("Cannot find asset 'features.dayly'");
        Answer column = server.send(server.request("/lineage?asset=features.daily&column=%3Cscript%3E"));
        assertThat(column.status()).isEqualTo(404);
        assertThat(column.text()).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(server.send(server.request("/lineage?asset=features.daily&upstream=far"))
                        .status())
                .isEqualTo(400);
    }

    private static Graph.Node node(String name, String... inputs) {
        return new Graph.Node(
                new TestAsset(AssetKey.parse(name), Optional.empty(), Tries.DEFAULT),
                Stream.of(inputs).map(LineagePageTest::input).toList(),
                new TreeMap<>(),
                Optional.empty());
    }

    private static Input input(String name) {
        return new Input(AssetKey.parse(name), new Input.Whole(), false, new Place("assets/x.sql", 1, 1));
    }

    private static SortedSet<ColumnId> columns(String... names) {
        SortedSet<ColumnId> columns = new TreeSet<>();
        for (String name : names) {
            int dot = name.indexOf('.', name.indexOf('.') + 1);
            columns.add(new ColumnId(AssetKey.parse(name.substring(0, dot)), name.substring(dot + 1)));
        }
        return columns;
    }

    private static QueryAnalysis query(OutputColumn... columns) {
        return new QueryAnalysis(List.of(columns), true, List.of(), List.of());
    }

    private static OutputColumn column(String name, SortedSet<ColumnId> direct, SortedSet<ColumnId> indirect) {
        return new OutputColumn(name, Optional.empty(), direct, indirect);
    }

    @Test
    void aColumnsPathIsDrawnAndWhatOnlyDecidesAboutRowsIsDashed() {
        Graph graph = new Graph(
                ZoneOffset.UTC,
                List.of(node("raw.clicks"), node("core.daily", "raw.clicks"), node("core.top", "core.daily")));
        Map<AssetKey, QueryAnalysis> queries = new LinkedHashMap<>();
        queries.put(
                AssetKey.parse("raw.clicks"),
                query(column("amount", columns(), columns()), column("<b>kind</b>", columns(), columns())));
        queries.put(
                AssetKey.parse("core.daily"),
                query(column("total", columns("raw.clicks.amount"), columns("raw.clicks.<b>kind</b>"))));
        queries.put(AssetKey.parse("core.top"), query(column("best", columns("core.daily.total"), columns())));
        server = new ApiServer(new TestProject(folder), graph, queries);

        String page = page("/lineage?asset=core.daily&column=total");

        assertThat(page).contains("column amount", "column best", "class=\"edge dashed\"", "row marked");
        assertThat(page).contains("only decides about rows: filter, join, grouping or order", "copied or computed");
        assertThat(page).contains("&lt;b&gt;kind&lt;/b&gt;").doesNotContain("<b>kind");
        assertThat(page("/lineage?asset=core.daily&column=total&by=values"))
                .contains("column amount")
                .doesNotContain("edge dashed");
        assertThat(page("/lineage?asset=core.daily")).contains("href=\"/lineage?asset=core.daily&amp;column=total\"");
    }

    @Test
    void aThousandAssetsAreShownAroundOneOfThem() {
        List<Graph.Node> nodes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String name = "layer" + i / 100 + ".table_with_a_long_name_" + i;
            nodes.add(
                    i < 100
                            ? node(name)
                            : node(
                                    name,
                                    "layer" + (i - 100) / 100 + ".table_with_a_long_name_" + (i - 100),
                                    "layer0.table_with_a_long_name_" + i % 7));
        }
        server = new ApiServer(new TestProject(folder), new Graph(ZoneOffset.UTC, nodes), Map.of());

        String page = page("/lineage");

        assertThat(page).contains("too large to be drawn at once", "of 1,000 assets", "The nearest are shown");
        assertThat(page("/lineage?q=name_99")).contains("11 assets have this in the name", "node marked");
        assertThat(page("/lineage?asset=layer9.table_with_a_long_name_900&upstream=all&downstream=all"))
                .contains("of 1,000 assets");
    }
}
