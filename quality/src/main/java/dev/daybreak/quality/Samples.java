package dev.daybreak.quality;

import dev.daybreak.engine.Rows;
import dev.daybreak.project.schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads failing rows, column to JSON-like value. */
final class Samples {
    private Samples() {}

    static List<Map<String, Object>> read(Rows rows) {
        List<String> names = rows.schema().columns().stream().map(Column::name).toList();
        List<Map<String, Object>> samples = new ArrayList<>();
        while (samples.size() < Finding.SAMPLE_SIZE && rows.next()) {
            Map<String, Object> sample = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                sample.put(names.get(i), JsonLike.of(rows.value(i)));
            }
            samples.add(sample);
        }
        return samples;
    }
}
