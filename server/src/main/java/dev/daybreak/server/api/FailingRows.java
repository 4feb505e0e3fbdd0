package dev.daybreak.server.api;

import dev.daybreak.orchestration.history.CheckRecord;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.check.MaskedRow;
import java.util.List;
import java.util.Map;

/** Rows that did not fit a check, as somebody may see them. Thread-safe. */
public final class FailingRows {
    private final ServedProject served;

    public FailingRows(ServedProject served) {
        this.served = served;
    }

    /** Only admins see values of columns that tell of a person; there are no fewer rows for others. */
    public List<Map<String, Object>> of(CheckRecord check, Role reader) {
        if (reader.includes(Role.ADMIN)) {
            return check.samples();
        }
        return check.samples().stream()
                .map(row -> MaskedRow.of(row, column -> served.sensitive().test(check.asset(), column)))
                .toList();
    }
}
