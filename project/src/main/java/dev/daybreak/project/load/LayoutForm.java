package dev.daybreak.project.load;

import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The keys {@code sort} and {@code bloom} of tables and sources. */
final class LayoutForm {
    private static final Key<List<Located<String>>> ZORDER = Key.required(
            "zorder",
            Shapes.listOf(Shapes.located(Scalars.text())),
            "2 to 4 columns that queries look for rows by, each by itself or together.");

    static final Form FORM = Form.of("an order", ZORDER);

    static final Key<RowOrder> SORT = Key.optional(
            "sort",
            Shapes.mappingOr(FORM.then(LayoutForm::zOrdered), columns().map(LayoutForm::sorted)),
            "In which order rows lie in files: a column or a list, or {zorder: [a, b]} for columns that are equally important. Nothing becomes"
                    + " stale by a change of it; 'maintain' brings older files into the order.");

    static final Key<List<String>> BLOOM = Key.withDefault(
            "bloom",
            columns(),
            "Columns with many values for which files have Bloom filters, so that a search for one value leaves most of them closed.",
            List.of(),
            "none");

    private LayoutForm() {}

    private static Shape<List<String>> columns() {
        return Shapes.oneOrMany(Shapes.located(Scalars.text())).then(LayoutForm::distinct);
    }

    private static Optional<List<String>> distinct(List<Located<String>> columns, Problems problems) {
        Set<String> seen = new HashSet<>();
        int before = problems.errors();
        for (Located<String> column : columns) {
            if (!seen.add(column.value().toLowerCase(Locale.ROOT))) {
                problems.error(
                        column.place(),
                        "Invalid list: column '" + column.value() + "' is named twice.",
                        "Remove one of the two.");
            }
        }
        return problems.errors() == before
                ? Optional.of(columns.stream().map(Located::value).toList())
                : Optional.empty();
    }

    private static RowOrder sorted(List<String> columns) {
        return new RowOrder.Sorted(columns);
    }

    private static Optional<RowOrder> zOrdered(Fields fields, Problems problems) {
        List<Located<String>> columns = fields.value(ZORDER);
        if (columns.size() < 2 || columns.size() > RowOrder.ZOrdered.MOST_COLUMNS) {
            problems.error(
                    fields.place(ZORDER),
                    "Invalid value of 'zorder': it names " + columns.size()
                            + (columns.size() == 1 ? " column" : " columns") + "; permitted are 2 to "
                            + RowOrder.ZOrdered.MOST_COLUMNS + ".",
                    columns.size() == 1 ? "Sort by it: 'sort: " + columns.get(0).value() + "'." : "");
            return Optional.empty();
        }
        return distinct(columns, problems).map(RowOrder.ZOrdered::new);
    }

    static FileLayout read(Fields fields) {
        return new FileLayout(fields.find(SORT), fields.find(BLOOM).orElse(List.of()));
    }

    /** Notes columns that are not there, or of a type that cannot be so used. */
    static void check(Fields fields, Schema columns, Problems problems) {
        for (FileLayout.Use use : read(fields).uses()) {
            Key<?> key = use.key().equals(SORT.name()) ? SORT : BLOOM;
            columns.find(use.column())
                    .ifPresentOrElse(
                            column -> {
                                if (!use.fits(column.type())) {
                                    problems.error(
                                            fields.place(key),
                                            "Invalid key '" + use.key() + "': column '" + use.column() + "' is of type "
                                                    + column.type() + "; permitted are " + use.permitted() + ".",
                                            "Take it out of '" + use.key() + "'.");
                                }
                            },
                            () -> problems.error(
                                    fields.place(key),
                                    "Missing column '" + use.column() + "': '" + use.key()
                                            + "' names it, but 'columns' has not."
                                            + NearestName.hint(use.column(), columns.names()),
                                    "Columns are: " + String.join(", ", columns.names()) + "."));
        }
    }
}
