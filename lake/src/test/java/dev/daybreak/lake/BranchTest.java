package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.lake.BranchEnd.Branched;
import dev.daybreak.lake.LakeTable.Pinned;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of tables: what each sees of the others, and how they end. */
class BranchTest {
    private static final Schema WIDER = new Schema(List.of(
            TestTable.SCHEMA.columns().get(0),
            TestTable.SCHEMA.columns().get(1),
            Column.of("clicks", Primitive.LONG),
            Column.of("country", Primitive.STRING)));

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestTable prod;

    @BeforeEach
    void open() {
        prod = TestTable.daily(folder);
        opened.add(prod.lake);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private TestTable branch(String name) {
        return branch(name, Branch.Bases.NEWEST);
    }

    private TestTable branch(String name, Branch.Bases bases) {
        Lake lake = Lakes.open(folder, new Branch(name, bases));
        opened.add(lake);
        return new TestTable(folder, lake, TestTable.dailyLayout());
    }

    private BranchEnd end(String name) {
        BranchEnd end = BranchEnd.of(Lakes.place(folder), name);
        opened.add(end);
        return end;
    }

    private static long rows(LakeTable table) {
        return relation(table).files().stream()
                .mapToLong(Relation.DataFile::rows)
                .sum();
    }

    private static Relation relation(LakeTable table) {
        Pinned pinned = table.pin(Optional.empty(), DataInterval.ALL, UTC);
        assertThat(pinned.snapshot()).isEqualTo(table.currentSnapshot());
        return pinned.relation();
    }

    @Test
    void whatIsPublishedToABranchIsSeenThereAlone() {
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        assertThat(rows(staging.table)).isEqualTo(3);

        staging.publishDay("b", "2023-01-01", 5);
        staging.publishDay("c", "2023-01-02", 7);

        assertThat(rows(staging.table)).isEqualTo(12);
        assertThat(staging.steps()).containsExactly("c", "b", "a");
        assertThat(rows(prod.table)).isEqualTo(3);
        assertThat(prod.steps()).containsExactly("a");
        assertThat(rows(branch("other").table)).isEqualTo(3);
    }

    /** What other writers go by is one property for all branches. */
    @Test
    void aBranchWritesInItsOwnFormatAndLeavesThePropertyAlone() {
        Lake.Layout orc = new Lake.Layout(
                TestTable.SCHEMA, TestTable.dailyLayout().time(), List.of(), TableFormat.ORC, FileLayout.NONE);
        TestTable staging = branch("staging");

        LakeTable table = staging.lake.prepare(KEY, orc);
        table.publish(staging.stage("a-1", clicks("2023-01-01", 3)), List.of(), UTC, guard("a"));

        assertThat(relation(table).files()).singleElement().satisfies(file -> assertThat(file.path())
                .endsWith(".orc"));
        assertThat(LakeTable.format(prod.foreign())).isEqualTo(TableFormat.PARQUET);
        prod.lake.prepare(KEY, orc);
        assertThat(LakeTable.format(prod.foreign())).isEqualTo(TableFormat.ORC);
    }

    @Test
    void prodGoesOnBesideABranch() {
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        staging.publishDay("b", "2023-01-02", 5);

        prod.publishDay("c", "2023-01-03", 4);

        assertThat(rows(prod.table)).isEqualTo(7);
        assertThat(rows(staging.table)).isEqualTo(8);
        assertThat(prod.rows()).hasSize(7);
    }

    @Test
    void aStepIsPublishedOnceToABranch() {
        TestTable staging = branch("staging");
        staging.publishDay("b", "2023-01-02", 5);
        LakeTable.Published again = staging.table.publish(
                staging.stage("b-2", clicks("2023-01-02", 9)), List.of(day("2023-01-02")), UTC, guard("b", "b-2"));

        assertThat(again.repeated()).isTrue();
        assertThat(rows(staging.table)).isEqualTo(5);
        assertThat(staging.table.findPublished("b")).isPresent();
        assertThat(prod.table.findPublished("b")).isEmpty();
    }

    @Test
    void writersOfAllBranchesAtOnceLoseNothing() throws Exception {
        List<TestTable> tables = List.of(prod, branch("staging"), branch("dev_ana"));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (TestTable table : tables) {
                writers.add(threads.submit(() -> {
                    for (int i = 1; i <= 9; i++) {
                        String step = table.lake.hashCode() + "s" + i;
                        table.publishDay(step, "2023-01-0" + i, i);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        // A branch begins with what prod has at its first publish.
        tables.forEach(table -> assertThat(rows(table.table)).isEqualTo(45));
    }

    @Test
    void columnsOfABranchAreNotProds() {
        prod.publishDay("a", "2023-01-01", 3);
        Lake lake = branch("staging").lake;
        LakeTable staging = lake.prepare(KEY, TestTable.layout(WIDER, "day", Cadence.DAILY));

        assertThat(staging.schema().names()).containsExactly("day", "user_id", "clicks", "country");
        assertThat(prod.table.schema()).isEqualTo(TestTable.SCHEMA);
        assertThat(relation(prod.table).schema()).isEqualTo(TestTable.SCHEMA);
        assertThat(prod.foreign().schema().columns()).hasSize(3);

        prod.publishDay("b", "2023-01-02", 2);
        assertThat(staging.schema().names()).hasSize(4);
    }

    @Test
    void howRowsLieInFilesIsTheTablesAndNotABranchs() {
        FileLayout sorted = new FileLayout(Optional.of(new RowOrder.Sorted(List.of("user_id"))), List.of("user_id"));
        Lake.Layout daily = TestTable.dailyLayout();
        Lake.Layout layout =
                new Lake.Layout(daily.schema(), daily.time(), daily.clustering(), TableFormat.PARQUET, sorted);
        TestTable dev = branch("dev");

        assertThat(dev.lake.prepare(TestTable.KEY, layout).layout()).isEqualTo(FileLayout.NONE);
        assertThat(prod.lake.prepare(TestTable.KEY, layout).layout()).isEqualTo(sorted);
        assertThat(dev.lake.prepare(TestTable.KEY, daily).layout()).isEqualTo(sorted);
        assertThat(dev.publishDay("a", "2025-03-01", 2).rows()).isEqualTo(2);
    }

    @Test
    void aTableThatABranchMadeIsNotThereElsewhere() {
        AssetKey fresh = AssetKey.parse("features.fresh");
        Lake staging = branch("staging").lake;
        staging.prepare(fresh, TestTable.dailyLayout());

        assertThat(prod.lake.find(fresh)).isEmpty();
        assertThat(branch("other").lake.find(fresh)).isEmpty();
        assertThat(staging.find(fresh)).isPresent();

        Lake other = branch("other").lake;
        other.prepare(fresh, TestTable.layout(WIDER, "day", Cadence.DAILY));
        assertThat(other.find(fresh).orElseThrow().schema().names()).hasSize(4);
        assertThat(staging.find(fresh).orElseThrow().schema().names()).hasSize(3);
        assertThat(prod.lake.find(fresh)).isEmpty();

        end("staging").drop();
        assertThat(staging.find(fresh)).isEmpty();
        assertThat(other.find(fresh)).isPresent();
        end("other").drop();
        assertThat(prod.lake.tables()).containsExactly(KEY);
    }

    @Test
    void aBranchStandsWhereItsBaseIs() {
        long first = prod.publishDay("a", "2023-01-01", 3).snapshot();
        prod.publishDay("b", "2023-01-02", 4);
        TestTable nothing = branch("nothing", table -> Optional.of(new Branch.Base(Optional.empty())));
        TestTable staging = branch("staging", table -> Optional.of(new Branch.Base(Optional.of(first))));

        assertThat(rows(nothing.table)).isZero();
        assertThat(rows(staging.table)).isEqualTo(3);
        staging.publishDay("c", "2023-01-03", 5);
        assertThat(rows(staging.table)).isEqualTo(8);
        assertThat(rows(prod.table)).isEqualTo(7);

        assertThatThrownBy(() -> branch("gone", table -> Optional.of(new Branch.Base(Optional.of(12345L)))))
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("12345");
    }

    @Test
    void aPromotedBranchIsWhatProdIsThen() {
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        LakeTable widened = staging.lake.prepare(KEY, TestTable.layout(WIDER, "day", Cadence.DAILY));
        staging.publishDay("b", "2023-01-02", 5);
        AssetKey fresh = AssetKey.parse("features.fresh");
        staging.lake.prepare(fresh, TestTable.dailyLayout());

        BranchEnd end = end("staging");
        assertThat(end.tables()).extracting(Branched::table).containsExactlyInAnyOrder(KEY, fresh);
        Map<AssetKey, Long> heads = end.promote();

        assertThat(heads)
                .containsExactly(Map.entry(KEY, widened.currentSnapshot().orElseThrow()));
        assertThat(rows(prod.table)).isEqualTo(8);
        assertThat(prod.table.schema().names()).hasSize(4);
        assertThat(prod.lake.find(fresh)).isPresent();
        assertThat(end.tables()).isEmpty();
        assertThat(prod.foreign().refs()).containsOnlyKeys("main");
        assertThat(prod.foreign().properties()).doesNotContainKey("daybreak.schema.staging");
        prod.publishDay("c", "2023-01-03", 1);
        assertThat(rows(staging.table)).isEqualTo(9);
    }

    @Test
    void ifProdWasPublishedToMeanwhileNoTableIsPromoted() {
        AssetKey second = AssetKey.parse("features.second");
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        staging.publishDay("b", "2023-01-02", 5);
        LakeTable other = staging.lake.prepare(second, TestTable.dailyLayout());
        prod.publishDay("c", "2023-01-03", 4);

        assertThatThrownBy(() -> end("staging").promote())
                .isInstanceOf(DaybreakException.class)
                .hasMessageContaining("features.activity")
                .hasMessageContaining("1 since");
        assertThat(rows(prod.table)).isEqualTo(7);
        assertThat(prod.lake.find(second)).isEmpty();
        assertThat(other.schema()).isEqualTo(TestTable.SCHEMA);
        assertThat(rows(staging.table)).isEqualTo(8);
    }

    @Test
    void thatProdWasOnlyTidiedMeanwhileDoesNoHarm() {
        prod.publishDay("a", "2023-01-01", 3);
        prod.publishDay("b", "2023-01-02", 3);
        TestTable staging = branch("staging");
        staging.publishDay("c", "2023-01-03", 5);
        prod.foreign().rewriteManifests().clusterBy(file -> "all").commit();
        assertThat(prod.table.history().get(0).operation()).isEqualTo("replace");

        end("staging").promote();

        assertThat(rows(prod.table)).isEqualTo(11);
        assertThat(prod.steps()).containsExactly("c", "b", "a");
    }

    @Test
    void aDroppedBranchBeginsAnew() {
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        staging.lake.prepare(KEY, TestTable.layout(WIDER, "day", Cadence.DAILY));
        staging.publishDay("b", "2023-01-02", 5);

        end("staging").drop();

        assertThat(rows(staging.table)).isEqualTo(3);
        assertThat(staging.table.schema()).isEqualTo(TestTable.SCHEMA);
        assertThat(prod.steps()).containsExactly("a");
    }

    @Test
    void aBranchIsRolledBackAlone() {
        prod.publishDay("a", "2023-01-01", 3);
        TestTable staging = branch("staging");
        long first = staging.publishDay("b", "2023-01-02", 5).snapshot();
        staging.publishDay("c", "2023-01-03", 7);

        staging.table.rollback(first);

        assertThat(rows(staging.table)).isEqualTo(8);
        assertThat(rows(prod.table)).isEqualTo(3);
    }

    @Test
    void aTimeReadsWhatReadersSawThen() throws Exception {
        long first = prod.publishDay("a", "2023-01-01", 3).snapshot();
        TestTable staging = branch("staging");
        LakeTable.Published second = staging.publishDay("b", "2023-01-02", 5);
        Instant before = tick(second.at());
        end("staging").promote();
        Instant promoted = tick(Instant.now());

        prod.table.rollback(first);
        Instant back = tick(Instant.now());
        assertThat(prod.table.putBack())
                .extracting(LakeTable.SnapshotEntry::snapshot)
                .containsExactly(second.snapshot());
        prod.table.rollback(second.snapshot());

        assertThat(prod.table.snapshotAt(before)).contains(first);
        assertThat(prod.table.snapshotAt(promoted)).contains(second.snapshot());
        assertThat(prod.table.snapshotAt(back)).contains(first);
        assertThat(prod.table.snapshotAt(tick(Instant.now()))).contains(second.snapshot());
        assertThat(prod.table.putBack()).isEmpty();
        staging.publishDay("c", "2023-01-03", 7);
        assertThat(staging.table.snapshotAt(back)).contains(second.snapshot());
    }

    /** A moment after another at which nothing happens: snapshots are dated by milliseconds. */
    private static Instant tick(Instant after) {
        Instant now = Instant.now();
        while (!now.isAfter(after.plusMillis(2))) {
            Thread.onSpinWait();
            now = Instant.now();
        }
        return now.minusMillis(1);
    }
}
