package dev.daybreak.quality;

import java.util.List;
import java.util.Map;

/** A verdict with the failing rows that were met on the way. */
record Finding(Verdict verdict, List<Map<String, Object>> samples) {
    static final int SAMPLE_SIZE = 20;

    static Finding of(Verdict verdict) {
        return new Finding(verdict, List.of());
    }
}
