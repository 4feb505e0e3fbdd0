package dev.daybreak.project.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.LateData;
import dev.daybreak.project.asset.PoolUse;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Written;
import dev.daybreak.project.schedule.Pipeline;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final Place PLACE = Place.of("x");
    private static final List<Pipeline> PIPELINES = List.of(
            pipeline("nightly", "tag:daily"),
            pipeline("all", "pipeline:nightly", "x.a"),
            pipeline("loop", "pipeline:loop"));

    /** x.a is read by x.b, which is read by x.c; y.c reads nothing. */
    private static final Graph GRAPH = new Graph(
            ZoneOffset.UTC,
            List.of(
                    node("x.a", "ana", "sales", List.of("daily")),
                    node("x.b", "ben", "", List.of("daily", "slow"), "x.a"),
                    node("x.c", "ana", "", List.of(), "x.b"),
                    node("y.c", "", "sales", List.of())));

    private static Graph.Node node(String name, String owner, String domain, List<String> tags, String... inputs) {
        Asset asset = new TableAsset(
                AssetKey.parse(name),
                new About(
                        "",
                        owner,
                        domain,
                        tags,
                        Tries.DEFAULT,
                        PoolUse.NONE,
                        List.of(),
                        Optional.empty(),
                        Written.at(PLACE)),
                "SELECT 1",
                PLACE,
                Optional.empty(),
                List.of(),
                FileLayout.NONE,
                LateData.HEALED,
                1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        List<Input> reads = Arrays.stream(inputs)
                .map(input -> new Input(AssetKey.parse(input), new Input.SameInterval(), false, PLACE))
                .toList();
        return new Graph.Node(asset, reads, new TreeMap<>(), Optional.empty());
    }

    private static Pipeline pipeline(String name, String... selection) {
        return Pipeline.byHand(name, new About("", "", List.of(), PLACE), ZoneOffset.UTC, List.of(selection));
    }

    private static String select(String... texts) {
        return Selection.parse(List.of(texts), PIPELINES)
                .resolve(GRAPH, Set.of(AssetKey.parse("x.b")))
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x.b             | [x.b]
                    b               | [x.b]
                    +x.b            | [x.a, x.b]
                    x.b+            | [x.b, x.c]
                    +b+             | [x.a, x.b, x.c]
                    tag:daily       | [x.a, x.b]
                    tag:slow+       | [x.b, x.c]
                    owner:ana       | [x.a, x.c]
                    domain:sales    | [x.a, y.c]
                    stale           | [x.b]
                    +stale          | [x.a, x.b]
                    pipeline:nightly | [x.a, x.b]
                    pipeline:all+   | [x.a, x.b, x.c]
                    """)
    void oneTermChooses(String text, String expected) {
        assertThat(select(text)).isEqualTo(expected);
    }

    @Test
    void severalTermsAreAUnionAndNoneIsEverything() {
        assertThat(select("x.a", "y.c")).isEqualTo("[x.a, y.c]");
        assertThat(select()).isEqualTo("[x.a, x.b, x.c, y.c]");
    }

    @Test
    void staleMayBeNothing() {
        assertThat(Selection.parse(List.of("stale")).resolve(GRAPH, Set.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    x.bb             | Invalid selection 'x.bb': there is no such asset. Did you mean 'x.b'?
                    zebra            | Invalid selection 'zebra': there is no such asset.
                    c                | Invalid selection 'c': several assets have this name.
                    tag:dayly        | Invalid selection 'tag:dayly': no asset has this tag. Did you mean 'daily'?
                    owner:anna       | Invalid selection 'owner:anna': no asset has this owner. Did you mean 'ana'?
                    domain:sale      | Invalid selection 'domain:sale': no asset has this domain. Did you mean 'sales'?
                    ownr:ana         | Invalid selection 'ownr:ana': 'ownr:' is none of tag:, owner:, domain:, pipeline:. Did you mean 'owner'?
                    +                | Invalid selection '+': it names nothing.
                    tag:             | Invalid selection 'tag:': it names nothing.
                    a b              | Invalid selection 'a b': it names nothing.
                    pipeline:nigtly  | Invalid selection 'pipeline:nigtly': there is no such pipeline. Did you mean 'nightly'?
                    pipeline:loop    | Invalid selection 'pipeline:loop': the pipeline's selection names itself.
                    """)
    void whatNamesNothingIsWrongUse(String text, String message) {
        assertThatThrownBy(() -> select(text))
                .isInstanceOfSatisfying(
                        DaybreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE))
                .hasMessage(message);
    }

    @Test
    void namesOfSeveralAssetsAreListed() {
        assertThatThrownBy(() -> select("c")).isInstanceOfSatisfying(DaybreakException.class, e -> assertThat(e.mend())
                .isEqualTo("Write one of: x.c, y.c."));
    }
}
