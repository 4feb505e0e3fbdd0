package dev.daybreak.project.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.unittest.CsvRows;
import dev.daybreak.project.unittest.WrittenRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of a test: a list of columns with values, a text of CSV, or the name of a file of CSV. */
final class RowsShape implements Shape<RowsShape.Rows> {
    private static final Key<Located<String>> FILE =
            Key.required("file", Shapes.located(Scalars.text()), "A file of CSV, relative to the project's folder.");
    private static final Form IN_FILE = Form.of("rows in a file", FILE);
    private static final String PERMITTED =
            "a list of rows such as [{user_id: 1, clicks: 3}], a text of CSV, or {file: tests/rows.csv}";

    /**
     * Rows, or where they are.
     *
     * @param rows empty list if they are in a file
     */
    record Rows(List<WrittenRow> rows, Optional<Located<String>> file, Place place) {
        Rows {
            rows = List.copyOf(rows);
        }
    }

    @Override
    public Optional<Rows> read(String name, YamlValue value, Problems problems) {
        if (value instanceof YamlValue.Sequence sequence) {
            return list(name, sequence, problems).map(rows -> new Rows(rows, Optional.empty(), value.place()));
        }
        if (value instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Type.TEXT) {
            Optional<List<WrittenRow>> read = scalar.content().isPresent()
                    ? CsvRows.read(scalar.text(), scalar.content().get(), problems)
                    : CsvRows.readAt(scalar.place(), scalar.text(), problems);
            return read.map(rows -> new Rows(rows, Optional.empty(), value.place()));
        }
        if (value instanceof YamlValue.Mapping) {
            return IN_FILE.read(name, value, problems)
                    .map(fields -> new Rows(List.of(), Optional.of(fields.value(FILE)), value.place()));
        }
        problems.error(
                value.place(),
                "Invalid value of '" + name + "': expected " + PERMITTED + ", found " + value.described() + ".",
                "");
        return Optional.empty();
    }

    private static Optional<List<WrittenRow>> list(String name, YamlValue.Sequence sequence, Problems problems) {
        int before = problems.errors();
        List<WrittenRow> rows = new ArrayList<>();
        for (YamlValue item : sequence.items()) {
            if (item instanceof YamlValue.Mapping mapping) {
                Map<String, YamlValue> cells = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> cells.put(entry.key(), entry.value()));
                rows.add(new WrittenRow(cells, item.place()));
            } else {
                problems.error(
                        item.place(),
                        "Invalid row of '" + name + "': expected columns with values, found " + item.described() + ".",
                        "Write it as {user_id: 1, clicks: 3}.");
            }
        }
        return problems.errors() == before ? Optional.of(rows) : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode rows = JsonNodeFactory.instance.objectNode().put("type", "array");
        rows.putObject("items").put("type", "object");
        ObjectNode csv = JsonNodeFactory.instance.objectNode().put("type", "string");
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.withArray("anyOf").add(rows).add(csv).add(IN_FILE.schema());
        return schema;
    }
}
