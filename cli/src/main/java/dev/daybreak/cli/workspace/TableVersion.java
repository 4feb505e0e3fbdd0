package dev.daybreak.cli.workspace;

import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.time.TimeText;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;

/** A snapshot of a table as people name it: by a tag, by its id, or by a time. */
public final class TableVersion {
    private TableVersion() {}

    /** Whether a version looks like a snapshot's id. */
    static boolean isSnapshot(String version) {
        return version.matches("[0-9]{11,}");
    }

    /**
     * The snapshot's id; of a time, that of the newest one then.
     *
     * @param sign before the version in errors and examples, such as {@code @}
     * @throws DaybreakException {@code WRONG_USE} if it is none of them, {@code NOT_FOUND} if there was no snapshot then
     */
    public static long snapshot(LakeTable table, String version, String sign, ZoneId zone) {
        Long tagged = table.tags().get(version);
        if (tagged != null) {
            return tagged;
        }
        if (isSnapshot(version)) {
            BigInteger id = new BigInteger(version);
            if (id.bitLength() < Long.SIZE) {
                return id.longValueExact();
            }
        }
        Instant instant = TimeText.parse(version, zone)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.WRONG_USE,
                        "Invalid version '" + sign + version + "': neither a tag of '" + table.key()
                                + "' nor a snapshot id nor a timestamp."
                                + NearestName.hint(version, table.tags().keySet()),
                        "Write " + sign + "1234567890123456789, " + sign + "2023-01-05, " + sign
                                + "2023-01-05T06:00 or " + sign + "2023-01-05T06:00:00Z; 'daybreak history "
                                + table.key()
                                + "' tells ids and tags."));
        return table.snapshotAt(instant)
                .orElseThrow(() -> new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot read '" + table.key() + "' as of " + instant + ": it had no snapshot then.",
                        "See 'daybreak history " + table.key() + "' for the snapshots there are."));
    }
}
