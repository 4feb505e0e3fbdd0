package dev.daybreak.project.load;

import dev.daybreak.project.asset.About;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.Schema;
import java.util.List;
import java.util.Optional;

/** What a header with {@code kind: view} may say: a part of the form of a table. */
final class ViewForm {
    /** The keys that it may have. */
    static final List<String> KEYS =
            List.of("kind", "description", "owner", "domain", "tags", "inputs", "columns", "dialect");

    private ViewForm() {}

    /** Notes an error for each key that only a table can have. */
    static void refuseKeysOfTables(Fields fields, Problems problems) {
        for (var key : TableForm.FORM.keys()) {
            if (!fields.has(key) || KEYS.contains(key.name())) {
                continue;
            }
            if (key.equals(CommonKeys.CHECKS)) {
                problems.error(
                        fields.place(key),
                        "Invalid key 'checks': a view keeps no rows that a check could hold back.",
                        "Put the checks on the tables that it reads, or on a table that reads it.");
            } else {
                problems.error(
                        fields.place(key),
                        "Invalid key '" + key.name()
                                + "': a view keeps no rows, and is read for the interval of its reader.",
                        "Remove it, or remove 'kind: view' to make a table. Permitted keys of a view: "
                                + String.join(", ", KEYS) + ".");
            }
        }
    }

    /** @return empty if an error was noted */
    static Optional<ViewAsset> read(AssetKey key, About about, SqlFile text, Fields fields, Problems problems) {
        int before = problems.errors();
        Optional<Schema> columns = fields.find(TableForm.COLUMNS);
        columns.map(Schema::columns).orElse(List.of()).forEach(column -> refuseUnkept(column, fields, problems));
        return problems.errors() > before
                ? Optional.empty()
                : Optional.of(new ViewAsset(
                        key,
                        about,
                        text.sql(),
                        text.sqlPlace(),
                        TableForm.inputs(fields),
                        columns,
                        fields.find(TableForm.DIALECT)));
    }

    private static void refuseUnkept(Column column, Fields fields, Problems problems) {
        if (column.required()) {
            problems.error(
                    fields.place(TableForm.COLUMNS),
                    "Invalid column '" + column.name()
                            + "': 'required' cannot be promised of a view, which checks no rows.",
                    "Remove it, or make a table of the view.");
        }
        if (column.was().isPresent()) {
            problems.error(
                    fields.place(TableForm.COLUMNS),
                    "Invalid column '" + column.name() + "': 'was' tells where rows are kept, and a view keeps none.",
                    "Remove it.");
        }
    }
}
