package dev.daybreak.engine.spark;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a query yields, in Spark's types and in the contract's. */
record QueryColumns(StructType spark, Schema schema) {
    static QueryColumns of(StructType spark) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : spark.fields()) {
            String name = field.name();
            if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
                throw new DaybreakException(
                        ErrorCode.INVALID_SQL,
                        "Cannot read the query: it yields column '" + name + "' twice.",
                        "Give one of them another name with AS.");
            }
            columns.add(Column.of(name, type(field)));
        }
        if (columns.isEmpty()) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL, "Cannot read the query: it yields no columns.", "Write one SELECT.");
        }
        return new QueryColumns(spark, new Schema(columns));
    }

    private static DataType type(StructField field) {
        DataType type = SparkTypes.nearest(field.dataType());
        if (type == null) {
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    "Cannot read the query: column '" + field.name() + "' is of Spark's type "
                            + field.dataType().sql() + ", but must be of one of " + DataType.PERMITTED + ".",
                    "Convert it with CAST(" + field.name() + " AS ...).");
        }
        return type;
    }

    /** The column of that name, whatever its letter case. */
    StructField find(String name) {
        for (StructField field : spark.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        throw new IllegalArgumentException("The query yields no column '" + name + "', but " + schema.names());
    }
}
