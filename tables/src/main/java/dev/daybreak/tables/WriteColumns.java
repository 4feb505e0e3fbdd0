package dev.daybreak.tables;

import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.WriteMode;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.asset.WriteMode.Scd2;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.SqlText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The SELECT of a table as its write mode needs it: with the columns that the mode adds, and one row for each key. */
final class WriteColumns {
    private static final String RANK = "daybreak_rank";

    private final TableAsset asset;
    private final Schema yielded;

    /** @param yielded what the SELECT yields, with the types that are published */
    WriteColumns(TableAsset asset, Schema yielded) {
        this.asset = asset;
        this.yielded = yielded;
    }

    /** All columns of the table. */
    Schema schema() {
        return asset.write().with(asset.timePartition().isPresent(), yielded);
    }

    /** @param bound the SELECT for the interval */
    BoundSql of(BoundSql bound, DataInterval interval) {
        WriteMode mode = asset.write();
        if (mode instanceof Scd2 scd2) {
            String from = scd2.time().map(Sql::name).orElseGet(() -> instant(interval.start()));
            return wrapped(
                    bound,
                    "SELECT q.*, " + from + " AS " + Sql.name(Scd2.VALID_FROM) + ", CASE WHEN FALSE THEN " + from
                            + " END AS " + Sql.name(Scd2.VALID_TO) + ", CASE WHEN FALSE THEN TRUE END AS "
                            + Sql.name(Scd2.IS_CURRENT),
                    "");
        }
        if (mode instanceof Merge merge && merge.orderBy().isPresent()) {
            return latest(merge, bound);
        }
        boolean hasStart = schema().columns().size() > yielded.columns().size();
        return hasStart
                ? wrapped(
                        bound,
                        "SELECT q.*, " + instant(interval.start()) + " AS " + Sql.name(WriteMode.INTERVAL_START),
                        "")
                : bound;
    }

    /** Of rows with the same key those with the greatest value; what is the same in every column counts once. */
    private BoundSql latest(Merge merge, BoundSql bound) {
        boolean isFlat = yielded.columns().stream().map(Column::type).allMatch(WriteColumns::isFlat);
        String rank = "RANK() OVER (PARTITION BY " + Sql.columns("q", merge.key()) + " ORDER BY "
                + Sql.column("q", merge.orderBy().orElseThrow()) + " DESC NULLS LAST)";
        return wrapped(
                bound,
                "SELECT " + (isFlat ? "DISTINCT " : "") + Sql.list(yielded.names(), Sql::name) + " FROM (SELECT q.*, "
                        + rank + " AS " + RANK,
                ") AS r WHERE " + RANK + " = 1");
    }

    private static boolean isFlat(DataType type) {
        return type instanceof Primitive || type instanceof DataType.Decimal;
    }

    private static BoundSql wrapped(BoundSql bound, String select, String after) {
        return bound.within(select + " FROM (\n", "\n) AS q" + after);
    }

    /** A literal. */
    static String instant(Instant at) {
        return SqlText.bind("(:at)", Map.of(), Map.of("at", at.atOffset(ZoneOffset.UTC)))
                .text();
    }
}
