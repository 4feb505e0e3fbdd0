package dev.daybreak.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The values of one column while they are read: numbers as they are, categories as the place at which each was first seen.
 * NaN is missing. Not thread-safe.
 */
final class FloatColumn {
    private static final int FIRST_CAPACITY = 1 << 16;

    private final Map<Object, Integer> places = new LinkedHashMap<>();
    private final List<String> categories = new ArrayList<>();
    private float[] values = new float[FIRST_CAPACITY];
    private int rows;
    private int missing;
    private int infinite;

    void add(float value) {
        ensureRoom(1);
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

    /** Adds all values of another column. Categories that are new get places in the order of theirs. */
    void addAll(FloatColumn other) {
        ensureRoom(other.rows);
        if (other.places.isEmpty()) {
            System.arraycopy(other.values, 0, values, rows, other.rows);
            rows += other.rows;
            missing += other.missing;
            infinite += other.infinite;
            return;
        }
        Object[] categoriesOfOther = other.places.keySet().toArray();
        for (int row = 0; row < other.rows; row++) {
            float place = other.values[row];
            addCategory(Float.isNaN(place) ? null : categoriesOfOther[(int) place]);
        }
    }

    /** Adds one value several times over. */
    void addRepeated(float value, int times) {
        for (int i = 0; i < times; i++) {
            add(value);
        }
    }

    private void ensureRoom(int more) {
        if (rows + more > values.length) {
            values = Arrays.copyOf(values, Math.max(rows + more, rows + rows / 2));
        }
    }

    /** Gives memory back that is not needed, when all values are there. */
    FloatColumn trimmed() {
        values = Arrays.copyOf(values, rows);
        return this;
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
