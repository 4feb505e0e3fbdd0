package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.lake.ValueRanges;
import dev.daybreak.lake.ValueRanges.Range;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.time.DataInterval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The versions of rows anew, for every key that the interval says something of or said before.
 *
 * <p>What is known of a key is a row of events in time: it became so, or it went. Those of the interval are taken out and the batch's put in;
 * events that change nothing tracked are left out; each of the others lasts until the next. So an interval computed again replaces
 * exactly what it said before, wherever in time it lies.
 */
final class Scd2Changes implements Changes {
    private static final String INSIDE = "daybreak_inside";
    private static final String AT = "daybreak_at";
    private static final String GONE = "daybreak_gone";

    private final Scd2 scd2;
    private final Session session;
    private final DataInterval interval;
    private final DataType type;
    private final ZoneId zone;

    /** @param type of {@code valid_from} */
    Scd2Changes(Scd2 scd2, Session session, DataInterval interval, DataType type, ZoneId zone) {
        this.scd2 = scd2;
        this.session = session;
        this.interval = interval;
        this.type = type;
        this.zone = zone;
    }

    @Override
    public Matching matching(LakeTable table, long snapshot) {
        return new Matching(files(table, snapshot), false);
    }

    private Relation files(LakeTable table, long snapshot) {
        KeyedFiles files = new KeyedFiles(session, scd2.key(), zone);
        Relation inside = inside(table, snapshot);
        String keys = keys(BATCH, "TRUE");
        if (inside.files().isEmpty()) {
            return files.holding(table, snapshot, keys).files();
        }
        session.register(INSIDE, inside);
        return files.holding(table, snapshot, keys + " UNION " + keys(INSIDE, isSaidBefore()))
                .files();
    }

    /** Files that may hold a version which began or ended in the interval: that was said before. */
    private Relation inside(LakeTable table, long snapshot) {
        Range range = new Range(value(interval.start()), value(interval.end()));
        Relation begun = table.mayHold(snapshot, List.of(new ValueRanges(Scd2.VALID_FROM, List.of(range))), zone);
        Relation ended = table.mayHold(snapshot, List.of(new ValueRanges(Scd2.VALID_TO, List.of(range))), zone);
        List<Relation.DataFile> files = new ArrayList<>(begun.files());
        Set<String> paths = files.stream().map(Relation.DataFile::path).collect(Collectors.toSet());
        ended.files().stream().filter(file -> !paths.contains(file.path())).forEach(files::add);
        return new Relation(begun.schema(), begun.fieldIds(), files, Optional.empty());
    }

    private Object value(Instant at) {
        if (type == Primitive.DATE) {
            return TimeFilter.firstDate(at, zone);
        }
        return type == Primitive.TIMESTAMP ? TimeFilter.firstTime(at, zone) : at;
    }

    private String keys(String from, String where) {
        return "SELECT " + Sql.list(scd2.key(), Sql::name) + " FROM " + from + " WHERE " + where;
    }

    private String isSaidBefore() {
        return "(" + isInside(Sql.name(Scd2.VALID_FROM)) + " OR " + isInside(Sql.name(Scd2.VALID_TO)) + ")";
    }

    /** Null lies in no interval. */
    private String isInside(String value) {
        return "COALESCE(" + isInside(value, type, interval, zone) + ", FALSE)";
    }

    static String isInside(String value, DataType type, DataInterval interval, ZoneId zone) {
        Function<Instant, String> literal = at -> {
            if (type == Primitive.DATE) {
                return "DATE '" + TimeFilter.firstDate(at, zone) + "'";
            }
            return type == Primitive.TIMESTAMP
                    ? "TIMESTAMP '" + TimeFilter.firstTime(at, zone).toString().replace('T', ' ') + "'"
                    : WriteColumns.instant(at);
        };
        return value + " >= " + literal.apply(interval.start()) + " AND " + value + " < "
                + literal.apply(interval.end());
    }

    @Override
    public boolean isAllAdded() {
        return false;
    }

    @Override
    public String sql(List<String> columns) {
        List<String> data = columns.stream().filter(name -> !isOwn(name)).toList();
        return "WITH keys AS (" + keys(BATCH, "TRUE") + " UNION " + keys(MATCHING, isSaidBefore()) + "),\n"
                + "old AS (SELECT t.* FROM " + MATCHING + " AS t WHERE EXISTS (SELECT 1 FROM keys AS k WHERE "
                + Sql.same("k", "t", scd2.key()) + ")),\n"
                + "events AS (" + events(data) + "),\n"
                + "runs AS (SELECT e.*, " + lag("e." + GONE, "e") + " AS daybreak_was_gone" + before(data)
                + " FROM events AS e),\n"
                + "kept AS (SELECT r.* FROM runs AS r WHERE CASE WHEN r.daybreak_was_gone IS NULL THEN NOT r." + GONE
                + " WHEN r." + GONE + " OR r.daybreak_was_gone THEN r." + GONE + " <> r.daybreak_was_gone ELSE "
                + changed(data) + " END),\n"
                + "versions AS (SELECT " + Sql.columns("k", data) + ", k." + AT + " AS valid_from, LEAD(k." + AT
                + ") OVER (" + byKey("k") + ") AS valid_to, k." + GONE + " FROM kept AS k),\n"
                + "live AS (SELECT v.* FROM versions AS v WHERE NOT v." + GONE + ")\n"
                + difference(columns, data);
    }

    private static boolean isOwn(String name) {
        return List.of(Scd2.VALID_FROM, Scd2.VALID_TO, Scd2.IS_CURRENT).contains(name.toLowerCase(Locale.ROOT));
    }

    private String events(List<String> data) {
        String gone = scd2.deleteWhen()
                .map(condition -> Sql.condition(condition.sql()))
                .orElse("FALSE");
        String keyOnly = Sql.list(
                data,
                name -> (isKey(name) ? Sql.column("o", name) : "CASE WHEN FALSE THEN " + Sql.column("o", name) + " END")
                        + " AS " + Sql.name(name));
        return "SELECT " + Sql.columns("o", data) + ", o.valid_from AS " + AT + ", FALSE AS " + GONE
                + " FROM old AS o WHERE NOT " + isInside("o.valid_from")
                // A version that ended with no other after it ended because its key went.
                + "\nUNION ALL SELECT " + keyOnly + ", o.valid_to, TRUE FROM (SELECT p.*, LEAD(p.valid_from) OVER ("
                + "PARTITION BY " + Sql.columns("p", scd2.key())
                + " ORDER BY p.valid_from) AS daybreak_next FROM old AS p) AS o WHERE o.valid_to IS NOT NULL"
                + " AND o.daybreak_next IS DISTINCT FROM o.valid_to AND NOT " + isInside("o.valid_to")
                + "\nUNION ALL SELECT " + Sql.columns("batch", data) + ", batch.valid_from, " + gone + " FROM " + BATCH
                + " AS batch";
    }

    private boolean isKey(String name) {
        return scd2.key().stream().anyMatch(name::equalsIgnoreCase);
    }

    private List<String> tracked(List<String> data) {
        return scd2.track().isEmpty()
                ? data.stream()
                        .filter(name -> !isKey(name)
                                && scd2.time().filter(name::equalsIgnoreCase).isEmpty())
                        .toList()
                : scd2.track();
    }

    private String byKey(String alias) {
        return "PARTITION BY " + Sql.columns(alias, scd2.key()) + " ORDER BY " + alias + "." + AT;
    }

    private String lag(String value, String alias) {
        return "LAG(" + value + ") OVER (" + byKey(alias) + ")";
    }

    /** The tracked columns of the event before. */
    private String before(List<String> data) {
        List<String> tracked = tracked(data);
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < tracked.size(); i++) {
            sql.append(", ")
                    .append(lag(Sql.column("e", tracked.get(i)), "e"))
                    .append(" AS daybreak_was_")
                    .append(i);
        }
        return sql.toString();
    }

    private String changed(List<String> data) {
        List<String> tracked = tracked(data);
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < tracked.size(); i++) {
            changes.add(Sql.column("r", tracked.get(i)) + " IS DISTINCT FROM r.daybreak_was_" + i);
        }
        return changes.isEmpty() ? "FALSE" : "(" + String.join(" OR ", changes) + ")";
    }

    private String difference(List<String> columns, List<String> data) {
        String key = scd2.key().get(0);
        String row = Sql.list(columns, name -> {
            String value = Sql.column("v", name);
            if (isKey(name) || name.equalsIgnoreCase(Scd2.VALID_FROM)) {
                value = "COALESCE(" + value + ", " + Sql.column("o", name) + ")";
            } else if (name.equalsIgnoreCase(Scd2.IS_CURRENT)) {
                value = "v.valid_to IS NULL";
            }
            return value + " AS " + Sql.name(name);
        });
        String isNew = Sql.column("v", key) + " IS NOT NULL";
        String isOld = Sql.column("o", key) + " IS NOT NULL";
        return "SELECT " + row + ", o." + FILE + " AS " + FILE + ", " + isOld + " AS " + OLD + ", " + isNew + " AS "
                + ADDS + " FROM live AS v FULL OUTER JOIN old AS o ON " + Sql.same("v", "o", identity())
                + " WHERE NOT (" + isNew + ") OR NOT (" + isOld + ") OR v.valid_to IS DISTINCT FROM o.valid_to OR "
                + Sql.differ("v", "o", data);
    }

    @Override
    public List<String> identity() {
        List<String> identity = new ArrayList<>(scd2.key());
        identity.add(Scd2.VALID_FROM);
        return identity;
    }
}
