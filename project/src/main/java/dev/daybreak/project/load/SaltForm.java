package dev.daybreak.project.load;

import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key {@code salt} of a table. */
final class SaltForm {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

    private static final Key<List<String>> KEY = Key.required(
            "key",
            Scalars.parsed("a column, such as user_id or clicks.user_id", SaltForm::parts),
            "The column that the join compares; with what the text calls a table before it, if that table is not the left one.");
    private static final Key<Long> BUCKETS = Key.required(
            "buckets",
            Scalars.wholeNumber(2, Salt.MOST_BUCKETS),
            "Over how many tasks the rows of one value are spread; each row of the other table is copied so many times.");

    static final Form FORM = Form.of("a salt", KEY, BUCKETS);

    static final Key<Located<Fields>> SALT = Key.optional(
            "salt",
            Shapes.located(FORM),
            "For a join in which few values of the key have most rows: how Spark spreads them. The rows are the same without it.");

    private SaltForm() {}

    private static Optional<List<String>> parts(String text) {
        return NAME.matcher(text.strip()).matches()
                ? Optional.of(List.of(text.strip().split("\\.")))
                : Optional.empty();
    }

    static Optional<Salt> read(Fields fields) {
        return fields.find(SALT).map(salt -> {
            List<String> key = salt.value().value(KEY);
            Optional<String> table = key.size() > 1 ? Optional.of(key.get(0)) : Optional.empty();
            return new Salt(
                    table, key.get(key.size() - 1), salt.value().value(BUCKETS).intValue(), salt.place());
        });
    }
}
