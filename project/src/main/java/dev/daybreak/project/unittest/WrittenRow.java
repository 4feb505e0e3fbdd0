package dev.daybreak.project.unittest;

import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A row as it is written in a test.
 *
 * @param cells by column, in the order of the file
 */
public record WrittenRow(Map<String, YamlValue> cells, Place place) {
    public WrittenRow {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
        Objects.requireNonNull(place, "place");
    }

    /**
     * Its values in the order of a schema's columns; a column that is not written is null.
     *
     * @param table whose columns these are, for messages
     * @return empty if a cell is of no such column or does not fit its type; then an error was noted for each
     */
    public Optional<List<Object>> values(Schema schema, String table, Problems problems) {
        int before = problems.errors();
        for (Map.Entry<String, YamlValue> cell : cells.entrySet()) {
            if (schema.find(cell.getKey()).isEmpty()) {
                problems.error(
                        cell.getValue().place(),
                        "Invalid column '" + cell.getKey() + "': '" + table + "' has no such column."
                                + NearestName.hint(cell.getKey(), schema.names()),
                        "Its columns: " + String.join(", ", schema.names()) + ".");
            }
        }
        List<Object> values = new ArrayList<>();
        for (Column column : schema.columns()) {
            values.add(find(column.name())
                    .map(cell -> value(cell, column, problems))
                    .orElse(null));
        }
        return problems.errors() == before ? Optional.of(values) : Optional.empty();
    }

    private Optional<YamlValue> find(String column) {
        return cells.entrySet().stream()
                .filter(cell -> cell.getKey().equalsIgnoreCase(column))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Object value(YamlValue cell, Column column, Problems problems) {
        try {
            return CellValue.of(cell, column.type());
        } catch (UnfitCellException e) {
            problems.error(
                    e.place(),
                    "Invalid value of column '" + column.name() + "': expected " + e.expected() + ", found " + e.found()
                            + ".",
                    "");
            return null;
        }
    }
}
