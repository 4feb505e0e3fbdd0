package dev.daybreak.models.boosting;

/**
 * Rows of feature values, row after row; NaN is missing. The array is not copied.
 *
 * @param values rows times columns
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of values: a copy per access would double the memory.
public record Matrix(float[] values, int rows, int columns) {
    public Matrix {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    "Invalid matrix: " + values.length + " values for " + rows + " rows of " + columns);
        }
    }
}
