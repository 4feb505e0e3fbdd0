package dev.daybreak.ingestion.stage;

import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.schema.Column;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decides whether what was staged may be published, and says why not. */
public final class Verdict {
    private static final String NOTHING_LOST = " Nothing was published; readers keep what they had.";

    private final SourceAsset asset;

    public Verdict(SourceAsset asset) {
        this.asset = asset;
    }

    /** Fails if there are new columns and the source does not ignore them. */
    public void refuseNewColumns(List<Staging.NewColumn> found) {
        if (found.isEmpty() || asset.newColumns() == SourceAsset.NewColumns.IGNORE) {
            return;
        }
        String columns = found.stream()
                .map(column -> "'" + column.name() + "' (" + column.type() + ", such as '" + shortened(column.example())
                        + "', in '" + column.file() + "')")
                .collect(Collectors.joining(", "));
        throw failure(
                asset.about().written().value("columns"),
                "the data has " + (found.size() == 1 ? "a new column " : "new columns ") + columns
                        + " that the contract has not.",
                "Add it under 'columns' of the source, or set 'new_columns: ignore' to leave it out." + NOTHING_LOST);
    }

    /**
     * Fails if there are columns that no record has.
     *
     * @param where such as {@code in none of 3 new records}
     */
    public void refuseDropped(Collection<String> dropped, String where) {
        if (dropped.isEmpty()) {
            return;
        }
        String columns = dropped.stream()
                .sorted()
                .map(name -> "'" + name + "' ("
                        + asset.columns().find(name).map(Column::type).orElseThrow() + ")")
                .collect(Collectors.joining(", "));
        throw failure(
                asset.about()
                        .written()
                        .name("columns", dropped.stream().sorted().findFirst().orElseThrow()),
                (dropped.size() == 1 ? "column " : "columns ") + columns + " of the contract "
                        + (dropped.size() == 1 ? "is " : "are ") + where + ".",
                "Take it out of 'columns' if it was dropped for good, or have it written again." + NOTHING_LOST);
    }

    /** Fails if the share of bad records is greater than what the source permits. */
    public void refuseShare(Staging staging) {
        long records = staging.good() + staging.bad();
        if (staging.bad() <= asset.badRecords() * records) {
            return;
        }
        refuseChangedType(staging, records);
        String examples =
                staging.rows("SELECT file, line, reason FROM " + Staging.DEAD + " ORDER BY file, line LIMIT 3").stream()
                        .map(row -> row.get(0) + ":" + row.get(1) + ": " + row.get(2))
                        .collect(Collectors.joining("; "));
        throw failure(
                asset.about().written().value("bad_records"),
                staging.bad() + " of " + records + " records (" + percent((double) staging.bad() / records)
                        + ") are bad, and 'bad_records' permits " + percent(asset.badRecords()) + ". The first: "
                        + examples + ".",
                "Mend the data or the contract under 'columns', or permit a greater share." + NOTHING_LOST);
    }

    private void refuseChangedType(Staging staging, long records) {
        List<List<Object>> top = staging.rows("SELECT col, count(*) AS n FROM " + Staging.DEAD
                + " WHERE col IS NOT NULL GROUP BY col ORDER BY n DESC, col LIMIT 1");
        if (top.isEmpty() || (Long) top.get(0).get(1) * 2 <= staging.bad()) {
            return;
        }
        String name = (String) top.get(0).get(0);
        Column column = asset.columns().find(name).orElseThrow();
        List<List<Object>> values = staging.rows("SELECT val, file, line FROM " + Staging.DEAD + " WHERE col = "
                + Sql.text(name) + " ORDER BY file, line LIMIT 1000");
        String seen = SeenType.of(
                values.stream().map(row -> String.valueOf(row.get(0))).toList());
        List<Object> first = values.get(0);
        throw failure(
                asset.about().written().name("columns", name),
                "column '" + name + "' is " + column.type() + " in the contract, and now holds " + seen
                        + " values such as '" + shortened(String.valueOf(first.get(0))) + "' (" + first.get(1) + ":"
                        + first.get(2) + ") in " + top.get(0).get(1) + " of " + records
                        + " records; 'bad_records' permits " + percent(asset.badRecords()) + ".",
                "Have it written as " + column.type() + " again, or change its type under 'columns' to " + seen + "."
                        + NOTHING_LOST);
    }

    private DaybreakException failure(Place place, String why, String mend) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE, "Cannot bring in '" + asset.key() + "': " + why, place, mend, null);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static String percent(double share) {
        double value = share * 100;
        return (value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, "%.4g", value))
                + " %";
    }
}
