package dev.daybreak.tables;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.IntervalText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of an attempt, by the partition that their rows belong to. */
final class StagedPartitions {
    private final AssetKey asset;
    private final WriteSpec spec;
    private final ZoneId projectZone;
    private final boolean cutsInstants;
    private final ZoneId zone;
    private final Map<DataInterval, List<WrittenFile>> files = new HashMap<>();

    StagedPartitions(AssetKey asset, WriteSpec spec, List<DataInterval> partitions, ZoneId projectZone) {
        this.asset = asset;
        this.spec = spec;
        this.projectZone = projectZone;
        this.cutsInstants = spec.time()
                .flatMap(time -> spec.schema().find(time.column()))
                .filter(column -> column.type() == DataType.Primitive.TIMESTAMPTZ)
                .isPresent();
        this.zone = cutsInstants ? ZoneOffset.UTC : projectZone;
        partitions.forEach(partition -> files.put(partition, new ArrayList<>()));
    }

    /** Whether rows belong to partitions by an instant; else by a date, by wall-clock time, or not along time at all. */
    boolean cutsInstants() {
        return cutsInstants;
    }

    /** @param computed the partitions that one execution was asked for: no row may lie outside them */
    void add(List<WrittenFile> written, List<DataInterval> computed) {
        for (WrittenFile file : written) {
            files.get(partition(file, computed)).add(file);
        }
    }

    List<WrittenFile> files(DataInterval partition) {
        return List.copyOf(files.get(partition));
    }

    /** The column whose days the partitions are, if there are several and each is one day. */
    Optional<String> dayColumn() {
        boolean areDays = files.size() > 1
                && files.keySet().stream().allMatch(partition -> day(partition)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .equals(partition.end()));
        return spec.time().filter(time -> time.grain() == Grain.DAY && areDays).map(WriteSpec.TimeSplit::column);
    }

    /** The day on which a partition begins. */
    LocalDate day(DataInterval partition) {
        return partition.start().atZone(zone).toLocalDate();
    }

    /** Of all partitions. */
    List<WrittenFile> files() {
        return files.values().stream().flatMap(List::stream).toList();
    }

    private DataInterval partition(WrittenFile file, List<DataInterval> computed) {
        if (spec.time().isEmpty()) {
            return computed.get(0);
        }
        Object ordinal = file.partition().get(0);
        if (ordinal != null) {
            Instant start = start((Integer) ordinal, spec.time().get().grain());
            for (DataInterval interval : computed) {
                if (interval.contains(start)) {
                    return interval;
                }
            }
        }
        throw outside(file, ordinal, computed);
    }

    private Instant start(int ordinal, Grain grain) {
        return local(ordinal, grain).atZone(zone).toInstant();
    }

    private static LocalDateTime local(int ordinal, Grain grain) {
        return switch (grain) {
            case HOUR -> LocalDateTime.ofEpochSecond(ordinal * 3600L, 0, ZoneOffset.UTC);
            case DAY, WEEK -> LocalDate.ofEpochDay(ordinal).atStartOfDay();
            case MONTH -> LocalDate.EPOCH.plusMonths(ordinal).atStartOfDay();
        };
    }

    private DaybreakException outside(WrittenFile file, Object ordinal, List<DataInterval> computed) {
        WriteSpec.TimeSplit time = spec.time().orElseThrow();
        String column = time.column();
        String rows = file.rows() == 1 ? "1 row" : file.rows() + " rows";
        String where = ordinal == null ? "null" : words((Integer) ordinal, time.grain());
        DataInterval all = computed.get(0).span(computed.get(computed.size() - 1));
        return new DaybreakException(
                ErrorCode.QUERY_FAILED,
                "Cannot publish '" + asset + "' for " + IntervalText.of(all, projectZone) + ": its SELECT yields "
                        + rows + " where '" + column + "' is " + where + ", outside that interval.",
                "Filter by the interval in the SELECT: WHERE " + column + " >= :start AND " + column + " < :end.");
    }

    private String words(int ordinal, Grain grain) {
        LocalDateTime start =
                cutsInstants ? LocalDateTime.ofInstant(start(ordinal, grain), projectZone) : local(ordinal, grain);
        return switch (grain) {
            case HOUR -> "in the hour from " + start;
            case DAY, WEEK -> start.toLocalDate().toString();
            case MONTH -> "in " + YearMonth.from(start);
        };
    }
}
