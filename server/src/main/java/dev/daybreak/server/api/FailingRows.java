package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.project.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows that did not fit a check, as somebody may see them. Thread-safe. */
public final class FailingRows {
    private static final String MASKED = "masked";

    private final ServedProject served;

    public FailingRows(ServedProject served) {
        this.served = served;
    }

    /** Only admins see values of columns that tell of a person; there are no fewer rows for others. */
    public List<Map<String, Object>> of(CheckRecord check, Role reader) {
        if (reader.includes(Role.ADMIN)) {
            return check.samples();
        }
        return check.samples().stream().map(sample -> masked(check, sample)).toList();
    }

    private Map<String, Object> masked(CheckRecord check, Map<String, Object> sample) {
        Map<String, Object> masked = new LinkedHashMap<>();
        sample.forEach(
                (column, value) -> masked.put(column, served.sensitive().test(check.asset(), column) ? MASKED : value));
        return masked;
    }
}
