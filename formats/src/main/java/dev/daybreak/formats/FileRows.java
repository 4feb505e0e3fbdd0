package dev.daybreak.formats;

import dev.daybreak.engine.Rows;

/** Rows whose values are objects anyway. */
abstract class FileRows implements Rows {
    @Override
    public final double doubleValue(int column) {
        Object value = value(column);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
