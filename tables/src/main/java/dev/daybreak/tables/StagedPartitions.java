package dev.daybreak.tables;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of an attempt, by the partition that their rows belong to. */
final class StagedPartitions {
    private final AssetKey asset;
    private final WriteSpec spec;
    private final ZoneId zone;
    private final Map<DataInterval, List<WrittenFile>> files = new HashMap<>();

    StagedPartitions(AssetKey asset, WriteSpec spec, List<DataInterval> partitions, ZoneId projectZone) {
        this.asset = asset;
        this.spec = spec;
        this.zone = spec.time()
                .flatMap(time -> spec.schema().find(time.column()))
                .filter(column -> column.type() == DataType.Primitive.TIMESTAMPTZ)
                .<ZoneId>map(column -> ZoneOffset.UTC)
                .orElse(projectZone);
        partitions.forEach(partition -> files.put(partition, new ArrayList<>()));
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
        LocalDateTime local =
                switch (grain) {
                    case HOUR -> LocalDateTime.ofEpochSecond(ordinal * 3600L, 0, ZoneOffset.UTC);
                    case DAY, WEEK -> LocalDate.ofEpochDay(ordinal).atStartOfDay();
                    case MONTH -> LocalDate.EPOCH.plusMonths(ordinal).atStartOfDay();
                };
        return local.atZone(zone).toInstant();
    }

    private DaybreakException outside(WrittenFile file, Object ordinal, List<DataInterval> computed) {
        String column = spec.time().orElseThrow().column();
        String rows = file.rows() + " rows where '" + column + "' is "
                + (ordinal == null
                        ? "null"
                        : "in the " + spec.time().get().grain().name().toLowerCase(java.util.Locale.ROOT) + " of "
                                + start((Integer) ordinal, spec.time().get().grain()).atZone(zone).toLocalDateTime());
        DataInterval all = computed.get(0).span(computed.get(computed.size() - 1));
        return new DaybreakException(
                ErrorCode.QUERY_FAILED,
                "Cannot publish '" + asset + "' for " + all + ": its SELECT yields " + rows + ", outside that interval.",
                "Filter by the interval in the SELECT: WHERE " + column + " >= :start AND " + column + " < :end.");
    }
}
