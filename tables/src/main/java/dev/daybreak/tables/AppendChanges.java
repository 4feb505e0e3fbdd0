package dev.daybreak.tables;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.ValueRanges;
import dev.daybreak.lake.ValueRanges.Range;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.List;

/** Rows that come in, and those that the same intervals added before, which go. */
final class AppendChanges implements Changes {
    private final List<DataInterval> intervals;
    private final ZoneId zone;

    AppendChanges(List<DataInterval> intervals, ZoneId zone) {
        this.intervals = List.copyOf(intervals);
        this.zone = zone;
    }

    @Override
    public Matching matching(LakeTable table, long snapshot) {
        List<Range> starts = intervals.stream()
                .map(interval -> new Range(interval.start(), interval.start()))
                .toList();
        List<ValueRanges> values = List.of(new ValueRanges(WriteMode.INTERVAL_START, starts));
        return new Matching(table.mayHold(snapshot, values, zone), false);
    }

    @Override
    public boolean isAllAdded() {
        return true;
    }

    @Override
    public String sql(List<String> columns) {
        String starts = Sql.list(
                intervals.stream()
                        .map(DataInterval::start)
                        .map(WriteColumns::instant)
                        .toList(),
                literal -> literal);
        return "SELECT " + Sql.columns("b", columns) + ", CASE WHEN FALSE THEN '' END AS " + FILE + ", FALSE AS " + OLD
                + ", TRUE AS " + ADDS + " FROM " + BATCH + " AS b"
                + "\nUNION ALL SELECT " + Sql.columns("t", columns) + ", t." + FILE + ", TRUE, FALSE FROM " + MATCHING
                + " AS t WHERE " + Sql.column("t", WriteMode.INTERVAL_START) + " IN (" + starts + ")";
    }

    @Override
    public List<String> identity() {
        return List.of(WriteMode.INTERVAL_START);
    }
}
