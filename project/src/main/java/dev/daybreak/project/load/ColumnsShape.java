package dev.daybreak.project.load;

import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Columns by name with a type or a form, or a list of columns. */
final class ColumnsShape {
    private static final Key<String> NAME = Key.required("name", Scalars.text(), "The column's name.");
    private static final Key<DataType> TYPE = Key.required("type", type(), "The column's type.");
    private static final Key<Boolean> REQUIRED =
            Key.withDefault("required", Scalars.flag(), "Whether null is refused.", false, "false");

    private static final Key<String> WAS = Key.optional(
            "was",
            Scalars.text(),
            "The name that the column had before; what the table holds under it becomes this column's.");

    private static final Key<List<String>> TAGS = Key.withDefault(
            "tags",
            Shapes.oneOrMany(Scalars.text()),
            "Words for what it holds; 'pii' hides its values from people who are no admins.",
            List.of(),
            "none");

    static final Form BY_NAME = Form.of("a column", TYPE, REQUIRED, CommonKeys.DESCRIPTION, WAS, TAGS);
    static final Form IN_LIST = Form.of("a column", NAME, TYPE, REQUIRED, CommonKeys.DESCRIPTION, WAS, TAGS);

    /** The contract of a table's or source's columns. */
    static final Shape<Schema> SHAPE = Shapes.mappingOr(byName(), inList());

    private ColumnsShape() {}

    private static Shape<DataType> type() {
        return Scalars.parsed(
                "a type: " + DataType.PERMITTED + " (inside { } put types that hold a comma in quotes)",
                DataType::parse);
    }

    private static Shape<Schema> byName() {
        Shape<Column> column = Shapes.mappingOr(
                BY_NAME.map(fields -> column("column", fields)), type().map(type -> Column.of("column", type)));
        return Shapes.mapOf(Pattern.compile("[\\s\\S]+"), "a column's name", column)
                .then((columns, problems) -> {
                    List<Located<Column>> named = new ArrayList<>();
                    columns.forEach(
                            (name, found) -> named.add(new Located<>(rename(found.value(), name), found.place())));
                    return schema(named, problems);
                });
    }

    private static Shape<Schema> inList() {
        return Shapes.listOf(Shapes.located(IN_LIST.map(fields -> column(fields.value(NAME), fields))))
                .then(ColumnsShape::schema);
    }

    private static Column column(String name, Fields fields) {
        return new Column(
                name,
                fields.value(TYPE),
                fields.value(REQUIRED),
                fields.value(CommonKeys.DESCRIPTION),
                fields.find(WAS),
                fields.value(TAGS));
    }

    private static Column rename(Column column, String name) {
        return new Column(name, column.type(), column.required(), column.description(), column.was(), column.tags());
    }

    private static Optional<Schema> schema(List<Located<Column>> columns, Problems problems) {
        int before = problems.errors();
        Map<String, String> seen = new HashMap<>();
        for (Located<Column> column : columns) {
            String name = column.value().name();
            String first = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (first != null) {
                problems.error(
                        column.place(),
                        "Invalid column '" + name + "': column '" + first + "' has the same name but for letter case.",
                        "Rename one of the two.");
            }
        }
        checkFormerNames(columns, seen, problems);
        return problems.errors() == before
                ? Optional.of(new Schema(columns.stream().map(Located::value).toList()))
                : Optional.empty();
    }

    /** A former name belongs to one column, and to none that is there. */
    private static void checkFormerNames(List<Located<Column>> columns, Map<String, String> names, Problems problems) {
        Map<String, String> taken = new HashMap<>();
        for (Located<Column> column : columns) {
            String name = column.value().name();
            String was = column.value().was().orElse(null);
            if (was == null) {
                continue;
            }
            String key = was.toLowerCase(Locale.ROOT);
            String other = names.get(key);
            String first = taken.putIfAbsent(key, name);
            if (other != null) {
                problems.error(
                        column.place(),
                        "Invalid key 'was' of column '" + name + "': '" + other + "' is a column itself.",
                        "Remove 'was' where the column has its new name in every environment, or remove column '"
                                + other + "'.");
            } else if (first != null) {
                problems.error(
                        column.place(),
                        "Invalid key 'was' of column '" + name + "': column '" + first + "' was '" + was + "' too.",
                        "Say it of one of the two.");
            }
        }
    }
}
