package dev.daybreak.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daybreak.project.check.CheckOutcome;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers beyond the verdict that a case states. */
record ExpectedDetail(JsonNode json, double tolerance) {
    Optional<String> disagreement(CheckOutcome outcome) {
        for (String list : List.of("unexpected_list", "unexpected_index_list")) {
            if (json.path(list).isArray() && json.get(list).size() != outcome.unexpected()) {
                return Optional.of(list + " has " + json.get(list).size() + ", counted " + outcome.unexpected());
            }
        }
        JsonNode exact = json.path("result_exact");
        if (exact.has("unexpected_count") && exact.get("unexpected_count").asLong() != outcome.unexpected()) {
            return Optional.of(
                    "unexpected_count is " + exact.get("unexpected_count") + ", counted " + outcome.unexpected());
        }
        if (exact.has("element_count") && exact.has("missing_count") && exact.has("unexpected_count")) {
            long evaluated = exact.get("element_count").asLong()
                    - exact.get("missing_count").asLong();
            if (evaluated != outcome.evaluated()) {
                return Optional.of("evaluated rows are " + evaluated + ", counted " + outcome.evaluated());
            }
        }
        boolean stated =
                json.has("observed_value") && !json.get("observed_value").isNull();
        if (stated && !same(ConformanceCase.value(json.get("observed_value")), outcome.observed())) {
            return Optional.of("observed_value is " + json.get("observed_value") + ", observed " + outcome.observed());
        }
        return Optional.empty();
    }

    private boolean same(Object expected, Object observed) {
        if (expected instanceof Number a && observed instanceof Number b) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return Math.abs(x - y) <= tolerance * Math.max(Math.abs(x), Math.abs(y)) + 1e-12;
        }
        if (expected instanceof Collection<?> a && observed instanceof Collection<?> b) {
            Iterator<?> others = b.iterator();
            return a.size() == b.size() && a.stream().allMatch(each -> same(each, others.next()));
        }
        if (expected instanceof Map<?, ?> a && observed instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        return String.valueOf(expected).equals(String.valueOf(observed));
    }
}
