package dev.daybreak.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The values of one column while they are read: numbers as they are, categories as the place at which each was first seen.
 * NaN is missing. Not thread-safe.
 */
final class FloatColumn {
    private static final int FIRST_CAPACITY = 1 << 16;

    private final Map<Object, Integer> places = new HashMap<>();
    private final List<String> categories = new ArrayList<>();
    private float[] values = new float[FIRST_CAPACITY];
    private int rows;
    private int missing;
    private int infinite;

    void add(float value) {
        if (rows == values.length) {
            values = Arrays.copyOf(values, rows + rows / 2);
        }
        if (Float.isNaN(value)) {
            missing++;
        } else if (Float.isInfinite(value)) {
            infinite++;
        }
        values[rows++] = value;
    }

    /** @param value a text or a whole number; null is missing */
    void addCategory(Object value) {
        if (value == null) {
            add(Float.NaN);
            return;
        }
        Integer place = places.get(value);
        if (place == null) {
            place = categories.size();
            places.put(value, place);
            categories.add(value.toString());
        }
        add(place);
    }

    /** The values of some rows; categories keep their places. */
    FloatColumn only(IntPredicate wanted) {
        FloatColumn some = new FloatColumn();
        some.categories.addAll(categories);
        for (int row = 0; row < rows; row++) {
            if (wanted.test(row)) {
                some.add(values[row]);
            }
        }
        return some;
    }

    float at(int row) {
        return values[row];
    }

    int rows() {
        return rows;
    }

    int missing() {
        return missing;
    }

    int infinite() {
        return infinite;
    }

    /** In the order in which they were first seen. */
    List<String> categories() {
        return categories;
    }
}
