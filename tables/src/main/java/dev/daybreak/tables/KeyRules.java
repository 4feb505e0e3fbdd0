package dev.daybreak.tables;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.IntervalText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses rows that do not say for certain which row of the table they mean. */
final class KeyRules {
    private static final int NAMED = 3;

    private final Session session;
    private final TableAsset asset;
    private final DataInterval interval;
    private final ZoneId zone;

    KeyRules(Session session, TableAsset asset, DataInterval interval, ZoneId zone) {
        this.session = session;
        this.asset = asset;
        this.interval = interval;
        this.zone = zone;
    }

    /** @throws DaybreakException {@code QUERY_FAILED} if keys are null or stand twice in {@link Changes#BATCH} */
    void check(Merge merge) {
        if (isSound(merge.key())) {
            return;
        }
        refuseNull(merge.key(), merge.place());
        refuseTwice(
                merge.key(),
                merge.place(),
                merge.orderBy().isPresent()
                        ? "Rows of one key have the same '" + merge.orderBy().get()
                                + "': take a column that tells them apart for 'order_by', or yield one of them."
                        : "Yield one row for each key, or declare under 'merge' the column by which the last one counts, such as"
                                + " 'order_by: updated_at'.");
    }

    /** The same for versions of rows, of which each lies in the interval. */
    void check(Scd2 scd2, DataType type) {
        scd2.time().ifPresent(time -> refuseOutside(time, type, scd2.place()));
        List<String> key = new ArrayList<>(scd2.key());
        key.add(Scd2.VALID_FROM);
        if (isSound(key)) {
            return;
        }
        refuseNull(scd2.key(), scd2.place());
        refuseTwice(
                key,
                scd2.place(),
                scd2.time().isPresent()
                        ? "Yield one row for each key and time."
                        : "Yield one row for each key, or name under 'scd2' the column that tells since when each is so, such as"
                                + " 'time: updated_at'.");
    }

    /** In one look, since nearly always it is. */
    private boolean isSound(List<String> key) {
        String isNull = key.stream().map(name -> Sql.name(name) + " IS NULL").collect(Collectors.joining(" OR "));
        return number("SELECT COUNT(*) AS n FROM (" + counted(key) + ") AS t WHERE daybreak_rows > 1 OR " + isNull)
                == 0;
    }

    private static String counted(List<String> key) {
        return "SELECT " + Sql.list(key, Sql::name) + ", COUNT(*) AS daybreak_rows FROM " + Changes.BATCH + " GROUP BY "
                + Sql.list(key, Sql::name);
    }

    private static String twice(List<String> key) {
        return counted(key) + " HAVING COUNT(*) > 1";
    }

    private void refuseNull(List<String> key, Place place) {
        for (String column : key) {
            long nulls =
                    number("SELECT COUNT(*) AS n FROM " + Changes.BATCH + " WHERE " + Sql.name(column) + " IS NULL");
            if (nulls > 0) {
                throw refused(
                        "its SELECT yields " + rows(nulls) + " where key column '" + column + "' is null.",
                        place,
                        "Filter them out: WHERE " + column + " IS NOT NULL.");
            }
        }
    }

    private void refuseOutside(String time, DataType type, Place place) {
        long outside = number("SELECT COUNT(*) AS n FROM " + Changes.BATCH + " WHERE NOT COALESCE("
                + Scd2Changes.isInside(Sql.name(Scd2.VALID_FROM), type, interval, zone) + ", FALSE)");
        if (outside > 0) {
            throw refused(
                    "its SELECT yields " + rows(outside) + " where '" + time + "' is null or outside of that interval.",
                    place,
                    "Filter by the interval in the SELECT: WHERE " + time + " >= :start AND " + time + " < :end.");
        }
    }

    private void refuseTwice(List<String> key, Place place, String mend) {
        String twice = twice(key);
        long count = number("SELECT COUNT(*) AS n FROM (" + twice + ") AS t");
        if (count == 0) {
            return;
        }
        List<String> some = new ArrayList<>();
        String order = " ORDER BY daybreak_rows DESC, " + Sql.list(key, Sql::name) + " LIMIT " + NAMED;
        try (Rows rows = session.query(twice + order)) {
            while (rows.next()) {
                some.add(words(key, rows));
            }
        }
        String more = count > some.size() ? " and " + (count - some.size()) + " more" : "";
        throw refused(
                "its SELECT yields several rows for " + (count == 1 ? "one key" : count + " keys") + ": "
                        + String.join("; ", some) + more + ".",
                place,
                mend);
    }

    private static String words(List<String> key, Rows rows) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            values.add(key.get(i) + " = " + rows.value(i));
        }
        return String.join(", ", values) + " (" + rows.value(key.size()) + " rows)";
    }

    private long number(String sql) {
        try (Rows rows = session.query(sql)) {
            rows.next();
            return (Long) rows.value(0);
        }
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private DaybreakException refused(String why, Place place, String mend) {
        return new DaybreakException(
                ErrorCode.QUERY_FAILED,
                "Cannot publish '" + asset.key() + "' for " + IntervalText.of(interval, zone) + ": " + why,
                place,
                mend,
                null);
    }
}
