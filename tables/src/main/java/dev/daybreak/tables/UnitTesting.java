package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.tables.ParityQuery.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Computes SQL tables from the rows that tests give, and compares what comes of it with what the tests expect. It reads and writes nothing
 * but a folder of its own. Keeps sessions until it is closed. One thread uses an instance.
 */
public final class UnitTesting implements AutoCloseable {
    /** Failures that are the text's or the rows', which a test can expect. */
    private static final Set<ErrorCode> EXPECTABLE = Set.of(ErrorCode.INVALID_SQL, ErrorCode.QUERY_FAILED);

    private final ParitySide embedded;
    private final Function<TableAsset, Engine> computing;
    private final Settings settings;
    private final Graph graph;
    private final Path folder;
    private final Map<String, ParitySide> sides = new LinkedHashMap<>();
    private int written;

    /**
     * @param embedded writes the rows that are given
     * @param computing what computes a table
     * @param folder an empty one, which the caller removes
     */
    public UnitTesting(
            Engine embedded, Function<TableAsset, Engine> computing, Settings settings, Graph graph, Path folder) {
        this.embedded = new ParitySide(embedded, settings.zone());
        this.computing = computing;
        this.settings = settings;
        this.graph = graph;
        this.folder = folder;
    }

    /** What a test's table yields, and which of its checks fail. */
    record Yielded(Schema schema, List<List<Object>> rows, Set<String> failedChecks) {}

    /**
     * Runs a test.
     *
     * @throws DaybreakException if an engine cannot be started; what keeps the table from being computed is told in the result
     */
    public UnitTestResult run(UnitTest test) {
        long start = System.nanoTime();
        Graph.Node node = graph.node(test.asset());
        Engine engine = computing.apply((TableAsset) node.asset());
        ParitySide side = sides.computeIfAbsent(engine.name(), name -> new ParitySide(engine, settings.zone()));
        embedded.session();
        side.session();
        Judging judging = new Judging(test);
        try {
            judging.judge(compute(test, node, side));
        } catch (DaybreakException e) {
            judging.failed(e, EXPECTABLE.contains(e.code()));
            side.recover(e);
        }
        return judging.result(side.name(), (System.nanoTime() - start) / 1e9);
    }

    private Yielded compute(UnitTest test, Graph.Node node, ParitySide side) {
        TableAsset asset = (TableAsset) node.asset();
        GivenFiles files = new GivenFiles(embedded.session(), folder, () -> "given" + written++);
        Map<AssetKey, Relation> relations = new LinkedHashMap<>();
        test.given()
                .forEach((input, given) -> relations.put(
                        input, files.write(given, time(graph.node(input).asset()))));
        PinnedInputs inputs = PinnedInputs.given(graph, node, relations);
        List<DataInterval> partitions = asset.timePartition()
                .map(time -> time.cadence().within(test.interval(), settings.zone()))
                .orElse(List.of(DataInterval.ALL));
        Schema schema = null;
        List<List<Object>> rows = new ArrayList<>();
        Set<String> failedChecks = new TreeSet<>();
        for (int from = 0; from < partitions.size(); from += asset.batch()) {
            int to = Math.min(from + asset.batch(), partitions.size());
            ParityQuery query = new ParityQuery(node, inputs, partitions.get(from), partitions.get(to - 1), settings);
            Written result = query.write(side, folder, "yielded" + written++);
            schema = result.schema();
            rows.addAll(read(side, result));
            if (test.expected().failedChecks().isPresent()) {
                query.check(side, result).stream()
                        .filter(outcome -> !outcome.success())
                        .map(CheckOutcome::check)
                        .forEach(check -> failedChecks.add(check.expectation()));
            }
        }
        return new Yielded(schema, rows, failedChecks);
    }

    private static Optional<String> time(Asset asset) {
        Optional<TimePartition> time =
                asset instanceof SourceAsset source ? source.layoutTime() : asset.timePartition();
        return time.map(TimePartition::column);
    }

    private static List<List<Object>> read(ParitySide side, Written written) {
        side.register("yielded", written.relation());
        List<List<Object>> read = new ArrayList<>();
        try (Rows rows = side.session().query("SELECT * FROM yielded")) {
            int columns = written.schema().columns().size();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    row.add(rows.value(column));
                }
                read.add(row);
            }
        }
        return read;
    }

    @Override
    public void close() {
        sides.values().forEach(ParitySide::close);
        embedded.close();
    }
}
