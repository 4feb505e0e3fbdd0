package dev.daybreak.project.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A row that did not fit a check, as it may be told. */
public final class MaskedRow {
    private static final String MASKED = "masked";

    private MaskedRow() {}

    /**
     * The row with all of its columns, in their order.
     *
     * @param row values by column; they may be null
     * @param hidden columns whose values are not told
     */
    public static Map<String, Object> of(Map<String, Object> row, Predicate<String> hidden) {
        Map<String, Object> told = new LinkedHashMap<>(row);
        told.replaceAll((column, value) -> hidden.test(column) ? MASKED : value);
        return told;
    }
}
