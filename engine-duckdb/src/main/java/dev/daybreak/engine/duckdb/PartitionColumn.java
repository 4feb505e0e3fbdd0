package dev.daybreak.engine.duckdb;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.project.asset.Clustering;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Grain;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A partition transform of Iceberg as a SQL expression over the written columns, and the way back from the text that DuckDB
 * reports for its value. Definitions: Iceberg's table specification, "Partition Transforms".
 *
 * @param expression null where the column is null
 * @param type of the value: what {@link dev.daybreak.engine.WrittenFile#partition} holds
 */
record PartitionColumn(String expression, DataType type) {
    /** Time first, then each clustering. */
    static List<PartitionColumn> of(WriteSpec spec) {
        List<PartitionColumn> columns = new ArrayList<>();
        spec.time().ifPresent(time -> columns.add(time(column(spec.schema(), time.column()), time.grain())));
        for (Clustering clustering : spec.clustering()) {
            Column column = column(spec.schema(), clustering.column());
            if (clustering instanceof Clustering.Bucket bucket) {
                columns.add(bucket(column, bucket.count()));
            } else if (clustering instanceof Clustering.Truncate truncate) {
                columns.add(truncate(column, truncate.width()));
            } else {
                columns.add(identity(column));
            }
        }
        return columns;
    }

    /** The value whose text DuckDB reports; null for null. */
    Object value(String text) {
        if (text == null) {
            return null;
        }
        if (type instanceof Decimal) {
            return new BigDecimal(text);
        }
        return switch ((Primitive) type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DATE -> LocalDate.parse(text);
            default -> text;
        };
    }

    private static Column column(Schema schema, String name) {
        return schema.find(name)
                .orElseThrow(() -> new IllegalArgumentException("Invalid write: it is split by '" + name
                        + "', which is not one of the columns " + schema.names()));
    }

    private static PartitionColumn time(Column column, Grain grain) {
        String part = grain.name().toLowerCase(Locale.ROOT);
        if (!column.type().isTemporal() || (grain == Grain.HOUR && column.type() == Primitive.DATE)) {
            throw unfit(part, column);
        }
        String zero = column.type() == Primitive.DATE ? "DATE '1970-01-01'" : "TIMESTAMP '1970-01-01 00:00:00'";
        return new PartitionColumn(
                "CAST(date_diff('" + part + "', " + zero + ", " + utc(column) + ") AS INTEGER)", Primitive.INT);
    }

    /** Without the zone the difference would be counted in the session's calendar. */
    private static String utc(Column column) {
        String name = Sql.name(column.name());
        return column.type() == Primitive.TIMESTAMPTZ ? "(" + name + " AT TIME ZONE 'UTC')" : name;
    }

    private static PartitionColumn bucket(Column column, int count) {
        String name = Sql.name(column.name());
        String hash;
        if (column.type() instanceof Decimal) {
            hash = IcebergHash.OF_DECIMAL + "(CAST(" + name + " AS VARCHAR))";
        } else if (column.type() instanceof Primitive primitive) {
            hash = switch (primitive) {
                case INT, LONG -> IcebergHash.OF_LONG + "(CAST(" + name + " AS BIGINT))";
                case DATE -> IcebergHash.OF_LONG + "(date_diff('day', DATE '1970-01-01', " + name + "))";
                case TIMESTAMP, TIMESTAMPTZ -> IcebergHash.OF_LONG + "(epoch_us(" + name + "))";
                case STRING -> IcebergHash.OF_STRING + "(" + name + ")";
                case BINARY -> IcebergHash.OF_HEX + "(hex(" + name + "))";
                case BOOLEAN, FLOAT, DOUBLE -> throw unfit("bucket", column);
            };
        } else {
            throw unfit("bucket", column);
        }
        return new PartitionColumn("(" + hash + " & 2147483647) % " + count, Primitive.INT);
    }

    private static PartitionColumn truncate(Column column, int width) {
        String name = Sql.name(column.name());
        if (column.type() == Primitive.STRING) {
            return new PartitionColumn("left(" + name + ", " + width + ")", column.type());
        }
        if (column.type() == Primitive.INT || column.type() == Primitive.LONG) {
            // Only below the smallest of its type there is no whole step, and that is an error as it would be in any
            // wider type.
            String whole = "CAST(" + name + " AS BIGINT)";
            String floored = whole + " - (((" + whole + " % " + width + ") + " + width + ") % " + width + ")";
            return new PartitionColumn(
                    "CAST(" + floored + " AS " + DuckDbTypes.text(column.type()) + ")", column.type());
        }
        if (column.type() instanceof Decimal decimal) {
            String step = BigDecimal.valueOf(width, decimal.scale()).toPlainString();
            String wide = "CAST(" + name + " AS DECIMAL(38," + decimal.scale() + "))";
            String remainder = "(" + wide + " % " + step + ")";
            String floored = wide + " - (CASE WHEN " + remainder + " < 0 THEN " + remainder + " + " + step + " ELSE "
                    + remainder + " END)";
            return new PartitionColumn("CAST(" + floored + " AS " + DuckDbTypes.text(decimal) + ")", decimal);
        }
        throw unfit("truncate", column);
    }

    private static PartitionColumn identity(Column column) {
        boolean fits = column.type() instanceof Decimal
                || column.type() == Primitive.BOOLEAN
                || column.type() == Primitive.INT
                || column.type() == Primitive.LONG
                || column.type() == Primitive.STRING
                || column.type() == Primitive.DATE;
        if (!fits) {
            throw unfit("identity", column);
        }
        return new PartitionColumn(Sql.name(column.name()), column.type());
    }

    private static IllegalArgumentException unfit(String transform, Column column) {
        return new IllegalArgumentException("Invalid write: it cannot be split by " + transform + " of column '"
                + column.name() + "' of type " + column.type());
    }
}
