package dev.daybreak.formats;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.WriteSpec.FieldId;
import java.util.List;

/** Rows whose values are objects anyway. */
abstract class FileRows implements Rows {
    /**
     * The ids that Iceberg gave the columns, in their order.
     *
     * @return of fewer columns than there are, if the file was not written for a table of Iceberg
     */
    List<FieldId> fieldIds() {
        return List.of();
    }

    @Override
    public final double doubleValue(int column) {
        Object value = value(column);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
