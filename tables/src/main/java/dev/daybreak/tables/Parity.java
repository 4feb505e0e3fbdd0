package dev.daybreak.tables;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.SpillFolder;
import dev.daybreak.lake.Lake;
import dev.daybreak.project.Graph;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.ParityQuery.Few;
import dev.daybreak.tables.ParityQuery.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Computes SQL tables on two engines from the same snapshots of what they read, and compares what each would publish and what
 * its checks say of it. Nothing is published. Keeps a session on each engine until it is closed. One thread uses an instance.
 */
public final class Parity implements AutoCloseable {
    /** With at most so many rows, both sides are read and compared here; what is more is written by both. */
    private static final int MOST_READ = 20_000;

    private final ParitySide one;
    private final ParitySide other;
    private final Lake lake;
    private final Settings settings;
    private final Graph graph;

    /** @param one also compares rows where they are many, so it should be the quicker one */
    public Parity(Engine one, Engine other, Lake lake, Settings settings, Graph graph) {
        this.one = new ParitySide(one, settings.zone());
        this.other = new ParitySide(other, settings.zone());
        this.lake = lake;
        this.settings = settings;
        this.graph = graph;
    }

    /**
     * What was found.
     *
     * @param rows how many each engine yields, by its name; none for one that failed
     * @param checks how many checks both engines evaluated, each on what it computed itself
     * @param problems in words: an input that is not there, an engine that failed, columns that are not the same, a check that found
     *     something else
     * @param only rows that one side has and the other has not, by columns in order; at most 100,000 a side. Floats count as the same
     *     if they are within 1e-9 of the greater
     */
    public record Comparison(
            AssetKey asset,
            DataInterval interval,
            Map<String, Long> rows,
            int checks,
            List<String> problems,
            List<OnlyRow> only) {
        public Comparison {
            rows = Map.copyOf(rows);
            problems = List.copyOf(problems);
            only = List.copyOf(only);
        }

        public boolean isSame() {
            return problems.isEmpty() && only.isEmpty();
        }
    }

    /** A row that only one engine yields. */
    public record OnlyRow(String engine, Map<String, Object> values) {}

    /** What is found of one table, while it is compared. */
    private static final class Finding {
        private final Map<String, Long> rows = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private int checks;
        private List<OnlyRow> only = List.of();
    }

    /**
     * Compares neighbouring partitions of a table, computed by one execution of its SELECT.
     *
     * @param node a SQL table
     * @param first the first partition
     * @param last the last, which may be the same
     * @throws DaybreakException if an engine cannot be started; what keeps the table from being computed is told in the result
     */
    public Comparison compare(Graph.Node node, DataInterval first, DataInterval last) {
        one.session();
        other.session();
        Finding finding = new Finding();
        try {
            ParityQuery query = new ParityQuery(node, PinnedInputs.pin(lake, graph, node), first, last, settings);
            if (query.mustBeWritten() || !compareFew(query, finding)) {
                compareWritten(query, finding);
            }
        } catch (DaybreakException e) {
            finding.problems.add(told(e));
        }
        return new Comparison(
                node.key(), first.span(last), finding.rows, finding.checks, finding.problems, finding.only);
    }

    private static String told(DaybreakException e) {
        return e.getMessage() + e.place().map(at -> " (" + at + ")").orElse("");
    }

    /** Returns false if there are too many rows to compare them here. */
    private boolean compareFew(ParityQuery query, Finding finding) {
        Map<ParitySide, Few> few = onBoth(finding, side -> query.read(side, MOST_READ));
        few.forEach(
                (side, read) -> finding.rows.put(side.name(), (long) read.rows().size()));
        if (!hold(finding, few.get(one), few.get(other), Few::schema)) {
            return true;
        }
        if (!few.get(one).areAll() || !few.get(other).areAll()) {
            return false;
        }
        Schema schema = few.get(one).schema();
        finding.only = different(schema, few.get(one).by(schema), few.get(other).by(schema));
        return true;
    }

    private void compareWritten(ParityQuery query, Finding finding) {
        try (SpillFolder folder = makeFolder()) {
            Map<ParitySide, Written> written = onBoth(finding, side -> query.write(side, folder.path(), side.name()));
            written.forEach((side, files) -> finding.rows.put(side.name(), files.rows()));
            if (hold(finding, written.get(one), written.get(other), Written::schema)) {
                WrittenRows rows = new WrittenRows(one.session(), written.get(one), written.get(other));
                finding.only = different(written.get(one).schema(), rows.onlyMine(), rows.onlyTheirs());
                compareChecks(query, finding, written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compareChecks(ParityQuery query, Finding finding, Map<ParitySide, Written> written) {
        Map<ParitySide, List<CheckOutcome>> outcomes = onBoth(finding, side -> query.check(side, written.get(side)));
        if (finding.problems.isEmpty()) {
            finding.checks = outcomes.get(one).size();
            finding.problems.addAll(
                    CheckDifferences.between(one.name(), outcomes.get(one), other.name(), outcomes.get(other)));
        }
    }

    /** What both sides compute; a side that fails is missing, and told among the problems. */
    private <T> Map<ParitySide, T> onBoth(Finding finding, Function<ParitySide, T> computing) {
        Map<ParitySide, T> computed = new LinkedHashMap<>();
        for (ParitySide side : List.of(one, other)) {
            try {
                computed.put(side, computing.apply(side));
            } catch (DaybreakException e) {
                finding.problems.add(side.name() + ": " + told(e));
                side.recover(e);
            }
        }
        return computed;
    }

    /** Whether both sides computed something with the same columns, so that rows can be compared. */
    private <T> boolean hold(Finding finding, T mine, T theirs, Function<T, Schema> schema) {
        if (finding.problems.isEmpty()) {
            finding.problems.addAll(SchemaDifferences.between(
                    one.name(), schema.apply(mine), other.name(), schema.apply(theirs), "yields"));
        }
        return finding.problems.isEmpty();
    }

    private List<OnlyRow> different(Schema schema, List<List<Object>> mine, List<List<Object>> theirs) {
        NearRows.strike(mine, theirs);
        return Stream.concat(rows(one, schema.names(), mine), rows(other, schema.names(), theirs))
                .toList();
    }

    private static Stream<OnlyRow> rows(ParitySide side, List<String> names, List<List<Object>> rows) {
        return rows.stream().map(row -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                values.put(names.get(column), row.get(column));
            }
            return new OnlyRow(side.name(), values);
        });
    }

    /** With what comparisons that were killed left, it is removed by the next. */
    private SpillFolder makeFolder() throws IOException {
        return SpillFolder.open(settings.state().resolve("tmp").toAbsolutePath(), "parity");
    }

    @Override
    public void close() {
        try {
            other.close();
        } finally {
            one.close();
        }
    }
}
