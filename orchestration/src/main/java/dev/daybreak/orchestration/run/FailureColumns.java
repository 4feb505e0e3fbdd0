package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The four columns in which a step or an attempt keeps its error; null if there is none. */
final class FailureColumns {
    private FailureColumns() {}

    static Map<String, String> of(Optional<Failure> failure) {
        Map<String, String> columns = new HashMap<>();
        columns.put("code", failure.map(f -> f.code().name()).orElse(null));
        columns.put("message", failure.map(Failure::message).orElse(null));
        columns.put("place", failure.map(Failure::place).orElse(null));
        columns.put("mend", failure.map(Failure::mend).orElse(null));
        return columns;
    }
}
