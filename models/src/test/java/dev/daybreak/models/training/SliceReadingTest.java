package dev.daybreak.models.training;

import static dev.daybreak.models.training.TestModels.FIFTH_WEEK;
import static dev.daybreak.models.training.TestModels.SIXTH_WEEK;
import static dev.daybreak.models.training.TestModels.clicks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.time.DataInterval;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are read slice by slice are those that are read at once, and no slice is read twice unless it has changed. */
class SliceReadingTest {
    private final ModelAsset model = clicks().build();
    private final List<DataInterval> readSlices = new ArrayList<>();
    private RecentSlices recent = new RecentSlices();
    private Workbench bench;

    @BeforeEach
    void open(@TempDir Path folder) {
        bench = new Workbench(folder).table(Workbench.ROWS);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static DataInterval window(DataInterval week) {
        return new DataInterval(week.start().minus(Duration.ofDays(28)), week.end());
    }

    private static TimeCut cut(DataInterval week) {
        return new TimeCut(week.start(), week.end());
    }

    private PinnedTable pin(DataInterval week) {
        LakeTable table = bench.lake.find(Workbench.TABLE).orElseThrow();
        LakeTable.Pinned pinned = table.pin(Optional.empty(), window(week), Workbench.ZONE);
        long snapshot = pinned.snapshot().orElseThrow();
        Optional<WindowSlices> slices = WindowSlices.of(table, snapshot, model, window(week), Workbench.ZONE);
        return new PinnedTable(snapshot, pinned.relation(), week, window(week), slices.map(this::watched));
    }

    private WindowSlices watched(WindowSlices slices) {
        return new WindowSlices(slices.slices(), slice -> {
            readSlices.add(slice.interval());
            return slices.relation().apply(slice);
        });
    }

    private TrainingRows bySlice(DataInterval week) {
        PinnedTable source = pin(week);
        try (Session session = bench.engine.open(Workbench.ZONE)) {
            return SliceReading.of(session, source, Optional.of(cut(week)), model, recent)
                    .orElseThrow()
                    .read(Set.of(), cut(week), Workbench.ZONE, count -> {});
        }
    }

    private TrainingRows atOnce(DataInterval week) {
        PinnedTable source = pin(week);
        try (Session session = bench.engine.open(Workbench.ZONE)) {
            session.register("rows", source.relation());
            return new RowReader(session, "rows", source.schema(), model)
                    .read(Set.of(), Optional.of(cut(week)), Workbench.ZONE, count -> {});
        }
    }

    private static List<List<Object>> values(TrainingRows rows) {
        List<List<Object>> values = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            List<Object> one =
                    new ArrayList<>(List.of(rows.label().at(row), rows.held().at(row)));
            for (FloatColumn column : rows.features().values()) {
                float value = column.at(row);
                boolean isText = !column.categories().isEmpty() && !Float.isNaN(value);
                one.add(isText ? column.categories().get((int) value) : (Object) value);
            }
            values.add(one);
        }
        return values;
    }

    @Test
    void givesTheSameRowsInTheSameOrder() {
        TrainingRows rows = bySlice(FIFTH_WEEK);
        TrainingRows expected = atOnce(FIFTH_WEEK);

        assertThat(rows.rows()).isEqualTo(35 * 200);
        assertThat(values(rows)).isEqualTo(values(expected));
        FloatColumn age = rows.features().values().iterator().next();
        assertThat(age.missing())
                .isPositive()
                .isEqualTo(expected.features().values().iterator().next().missing());
    }

    @Test
    void readsWhatTheNextWindowAdds() {
        bySlice(FIFTH_WEEK);
        assertThat(readSlices).hasSize(35);
        readSlices.clear();

        TrainingRows rows = bySlice(SIXTH_WEEK);

        assertThat(readSlices).isNotEmpty().allMatch(SIXTH_WEEK::contains);
        assertThat(values(rows)).isEqualTo(values(atOnce(SIXTH_WEEK)));
    }

    @Test
    void readsASliceAnewThatHasChanged() {
        bySlice(FIFTH_WEEK);
        readSlices.clear();
        bench.table("SELECT * REPLACE (CASE WHEN day = DATE '2026-01-20' THEN 99 ELSE age END AS age) FROM ("
                + Workbench.ROWS + ")");

        TrainingRows rows = bySlice(FIFTH_WEEK);

        assertThat(readSlices).hasSize(35);
        assertThat(values(rows)).isEqualTo(values(atOnce(FIFTH_WEEK)));
        assertThat(values(rows)).filteredOn(row -> row.contains(99f)).hasSize(200);
    }

    @Test
    void keepsNoMoreThanItMay() {
        recent = new RecentSlices(3 * 200 * 4);
        bySlice(FIFTH_WEEK);
        readSlices.clear();

        bySlice(FIFTH_WEEK);

        assertThat(readSlices)
                .as("the oldest are gone before they are asked for again")
                .hasSize(35);
        Slice slice = new Slice(DataInterval.ALL, "v1", 1);
        RecentSlices.Key key = new RecentSlices.Key(Workbench.TABLE, slice, List.of(1), "SELECT 1");
        TrainingRows tooMany = bySlice(FIFTH_WEEK);
        recent.keep(key, tooMany);
        assertThat(recent.find(key)).isEmpty();
    }

    @Test
    void rowsAreReadAtOnceWhereAHoldoutBeginsWithinASlice() {
        Instant noon = FIFTH_WEEK.start().plus(Duration.ofHours(12));
        try (Session session = bench.engine.open(Workbench.ZONE)) {
            assertThat(SliceReading.of(
                            session, pin(FIFTH_WEEK), Optional.of(new TimeCut(noon, FIFTH_WEEK.end())), model, recent))
                    .isEmpty();
        }
    }

    @Test
    void rowsAreReadAtOnceWhereAWindowIsNotMadeOfSlices() {
        LakeTable table = bench.lake.find(Workbench.TABLE).orElseThrow();
        long snapshot = table.currentSnapshot().orElseThrow();
        DataInterval halfADay = new DataInterval(FIFTH_WEEK.start().plus(Duration.ofHours(1)), FIFTH_WEEK.end());
        ModelAsset along = clicks().timeColumn("age").build();

        assertThat(WindowSlices.of(table, snapshot, model, halfADay, Workbench.ZONE))
                .isEmpty();
        assertThat(WindowSlices.of(table, snapshot, model, DataInterval.ALL, Workbench.ZONE))
                .isEmpty();
        assertThat(WindowSlices.of(table, snapshot + 1, model, FIFTH_WEEK, Workbench.ZONE))
                .isEmpty();
        assertThat(WindowSlices.of(table, snapshot, along, FIFTH_WEEK, Workbench.ZONE))
                .isEmpty();
        assertThat(WindowSlices.of(table, snapshot, model, FIFTH_WEEK, Workbench.ZONE))
                .isPresent();
    }
}
