package dev.daybreak.tables;

import dev.daybreak.lake.Lake;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Grain;
import dev.daybreak.project.time.IntervalText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How a table's partitions lie in the lake. */
final class TableLayout {
    private TableLayout() {}

    /** @param interval of partitions to be written, for whether files can be cut where it ends */
    static Lake.Layout of(TableAsset asset, Schema columns, DataInterval interval, ZoneId zone) {
        Optional<Lake.Time> time = asset.timePartition()
                .filter(TimePartition::hasColumn)
                .map(partition -> time(asset, partition, columns, zone));
        boolean isCutByHour = time.map(cut -> cut.cadence().grain() == Grain.HOUR && isInstant(columns, cut.column()))
                .orElse(false);
        if (isCutByHour && !(isFullHour(interval.start()) && isFullHour(interval.end()))) {
            throw new DaybreakException(
                    ErrorCode.INVALID_PROJECT,
                    "Cannot partition '" + asset.key() + "' by '" + time.get().column()
                            + "': it is a timestamptz, which"
                            + " files hold by the hour of UTC, but in the time zone '" + zone + "' the interval "
                            + IntervalText.of(interval, zone) + " does not begin and end at a full hour of UTC.",
                    asset.about().written().value("partition.column"),
                    "Partition by a column of type date or timestamp.",
                    null);
        }
        return new Lake.Layout(columns, time, asset.clustering(), asset.format(), asset.layout());
    }

    /**
     * Iceberg cuts instants by the days of UTC. Where the project's days begin at another hour, instants are cut by the
     * hour, so that no file holds rows of two partitions.
     */
    private static Lake.Time time(TableAsset asset, TimePartition partition, Schema columns, ZoneId zone) {
        Column column = columns.find(partition.column())
                .filter(found -> found.type().isTemporal())
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.INVALID_SQL,
                        "Cannot partition '" + asset.key() + "' by '" + partition.column()
                                + "': the SELECT yields no date or timestamp column of that name."
                                + NearestName.hint(partition.column(), columns.names()),
                        asset.about().written().value("partition.column"),
                        "Name a column of type date, timestamp or timestamptz under 'partition'.",
                        null));
        boolean otherDays =
                isInstant(columns, column.name()) && !zone.normalized().equals(ZoneOffset.UTC);
        Cadence cadence =
                otherDays ? new Cadence(Grain.HOUR, partition.cadence().weekStart()) : partition.cadence();
        return new Lake.Time(column.name(), cadence);
    }

    private static boolean isInstant(Schema columns, String column) {
        return columns.find(column).orElseThrow().type() == DataType.Primitive.TIMESTAMPTZ;
    }

    private static boolean isFullHour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS).equals(instant);
    }
}
