package dev.daybreak.engine.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.TimeFilter;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A relation's time filter as a condition of Spark's: the bare column compared with literals of its type, which prunes files. */
final class TimeCondition {
    private TimeCondition() {}

    /**
     * @param zone of the session, for dates and timestamps without a zone
     * @param naming how a column is called where it is read
     * @return empty if every row passes
     */
    static Optional<org.apache.spark.sql.Column> of(Relation relation, ZoneId zone, UnaryOperator<String> naming) {
        return relation.filter().filter(filter -> !filter.interval().isAll()).map(filter -> {
            Column column = relation.schema().columns().get(relation.indexOf(filter.column()));
            org.apache.spark.sql.Column value = col(FileFrame.quoted(naming.apply(column.name())));
            return value.geq(literal(column, filter.interval().start(), zone))
                    .and(value.lt(literal(column, filter.interval().end(), zone)));
        });
    }

    private static org.apache.spark.sql.Column literal(Column column, Instant at, ZoneId zone) {
        if (column.type() == Primitive.DATE) {
            return lit(TimeFilter.firstDate(at, zone));
        }
        if (column.type() == Primitive.TIMESTAMP) {
            return lit(TimeFilter.firstTime(at, zone));
        }
        if (column.type() == Primitive.TIMESTAMPTZ) {
            return lit(at);
        }
        throw new IllegalArgumentException("Invalid time filter: column '" + column.name() + "' is of type "
                + column.type() + ", but must be date, timestamp or timestamptz");
    }
}
