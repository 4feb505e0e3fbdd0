package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A rule on texts that the engine's SQL cannot say: each distinct text is judged once, here. Samples show the column alone. */
final class DistinctTexts {
    private DistinctTexts() {}

    static Measurement measure(Subject subject, Field field, Predicate<String> holds, Mostly mostly) {
        String sql = "SELECT " + field.sql() + ", COUNT(*) FROM " + subject.from() + " WHERE " + subject.where()
                + " AND " + field.sql() + " IS NOT NULL GROUP BY " + field.sql();
        return new Measurement.Listing(sql, rows -> read(rows, field, holds, mostly));
    }

    private static Finding read(Rows rows, Field field, Predicate<String> holds, Mostly mostly) {
        long evaluated = 0;
        long unexpected = 0;
        List<Map<String, Object>> samples = new ArrayList<>();
        while (rows.next()) {
            String value = (String) rows.value(0);
            long count = ((Number) rows.value(1)).longValue();
            evaluated += count;
            if (!holds.test(value)) {
                unexpected += count;
                long room = (long) Finding.SAMPLE_SIZE - samples.size();
                samples.addAll(Collections.nCopies(
                        (int) Math.min(room, count), Collections.singletonMap(field.name(), value)));
            }
        }
        Verdict verdict = mostly.judge(evaluated, unexpected);
        return new Finding(verdict, verdict.success() ? List.of() : samples);
    }
}
