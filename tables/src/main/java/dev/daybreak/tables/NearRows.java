package dev.daybreak.tables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows that are the same but for the last digits of floats. */
final class NearRows {
    private static final double TOLERANCE = 1e-9;

    /** Stands where a float is, which is compared apart. */
    private static final Object FLOAT = new Object() {
        @Override
        public String toString() {
            return "~";
        }
    };

    private NearRows() {}

    /** A row in its two parts. */
    private record Parts(Object exact, List<Double> floats) {
        static Parts of(List<Object> row) {
            List<Double> floats = new ArrayList<>();
            Object exact = NearRows.exact(row, floats);
            return new Parts(exact, floats);
        }

        boolean isNear(Parts other) {
            for (int i = 0; i < floats.size(); i++) {
                if (!NearRows.isNear(floats.get(i), other.floats.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes away what two lists have in common, row for row, and puts what is left in order, so that rows that are alike stand at like places. */
    static void strike(List<List<Object>> left, List<List<Object>> right) {
        List<Parts> others = right.stream().map(Parts::of).toList();
        Map<Object, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            places.computeIfAbsent(others.get(i).exact(), key -> new ArrayList<>())
                    .add(i);
        }
        Set<Integer> struck = new HashSet<>();
        left.removeIf(row -> {
            Parts parts = Parts.of(row);
            Iterator<Integer> alike =
                    places.getOrDefault(parts.exact(), List.of()).iterator();
            while (alike.hasNext()) {
                int place = alike.next();
                if (parts.isNear(others.get(place))) {
                    alike.remove();
                    return struck.add(place);
                }
            }
            return false;
        });
        List<List<Object>> rest = new ArrayList<>();
        for (int i = 0; i < right.size(); i++) {
            if (!struck.contains(i)) {
                rest.add(right.get(i));
            }
        }
        right.clear();
        right.addAll(rest);
        Comparator<List<Object>> order =
                Comparator.comparing(row -> Parts.of(row).exact().toString());
        left.sort(order);
        right.sort(order);
    }

    /** Whether two values are the same but for the last digits of floats. */
    static boolean areNear(Object one, Object other) {
        Parts mine = Parts.of(Collections.singletonList(one));
        Parts theirs = Parts.of(Collections.singletonList(other));
        return mine.exact().equals(theirs.exact()) && mine.isNear(theirs);
    }

    private static boolean isNear(double one, double other) {
        boolean isSame = one == other || (Double.isNaN(one) && Double.isNaN(other));
        double greater = Math.max(Math.abs(one), Math.abs(other));
        return isSame || (Double.isFinite(greater) && Math.abs(one - other) <= TOLERANCE * greater);
    }

    private static Object exact(Object value, List<Double> floats) {
        if (value instanceof Double || value instanceof Float) {
            floats.add(((Number) value).doubleValue());
            return FLOAT;
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> exact(item, floats)).toList();
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> exact = new LinkedHashMap<>();
            entries.forEach((key, item) -> exact.put(key, exact(item, floats)));
            return exact;
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}
