package dev.daybreak.project.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The form of {@code dashboards/NAME.yaml}. */
final class DashboardForm {
    static final Key<String> TITLE =
            Key.optional("title", Scalars.text(), "What it is called; by default, the file's name.");
    static final Key<Span> INTERVAL = Key.optional(
            "interval",
            CommonKeys.SPAN,
            "How much time it shows unless one picks another stretch; with it, texts may name :start and :end.");

    static final Key<Located<String>> PARAMETER_NAME = Key.required(
            "name", Shapes.located(Scalars.text()), "By which texts name it: small letters, digits and _.");
    static final Key<String> LABEL = Key.optional("label", Scalars.text(), "What people read; by default, its name.");
    static final Key<Parameter.Type> TYPE = Key.withDefault(
            "type",
            Scalars.choice(words(Parameter.Type.values())),
            "What its values are.",
            Parameter.Type.STRING,
            "string");
    static final Key<Located<Object>> DEFAULT = Key.required(
            "default", Shapes.located(Shapes.anyScalar()), "The value when nobody picks one; of its type.");
    static final Key<List<Located<Object>>> OPTIONS = Key.withDefault(
            "options",
            Shapes.listOf(Shapes.located(Shapes.anyScalar())),
            "The values that may be picked.",
            List.of(),
            "all of its type");
    static final Form PARAMETER = Form.of("a parameter", PARAMETER_NAME, LABEL, TYPE, DEFAULT, OPTIONS);
    static final Key<List<Fields>> PARAMETERS = Key.withDefault(
            "parameters", Shapes.listOf(PARAMETER), "What one picks; texts name it as :name.", List.of(), "none");

    static final Key<String> TILE_TITLE = Key.required("title", Scalars.text(), "What it shows, for people.");
    static final Key<Written> SQL = Key.required("sql", new SqlShape(), "One SELECT over the project's tables.");
    static final Key<Tile.Kind> CHART = Key.withDefault(
            "chart", Scalars.choice(words(Tile.Kind.values())), "How its rows are shown.", Tile.Kind.TABLE, "table");
    static final Key<String> X =
            Key.optional("x", Scalars.text(), "The column along the axis below; by default the first.");
    static final Key<List<String>> Y = Key.withDefault(
            "y",
            Shapes.oneOrMany(Scalars.text()),
            "The columns with values.",
            List.of(),
            "all numbers that are not used otherwise");
    static final Key<String> SERIES = Key.optional(
            "series",
            Scalars.text(),
            "The column whose values get a line or colour each; of a heat map, the rows (by default the second column).");
    static final Key<Long> WIDTH = Key.withDefault(
            "width", Scalars.wholeNumber(1, Tile.WIDEST), "How many twelfths of the page it takes.", 6L, "6");
    static final Form TILE = Form.of("a tile", TILE_TITLE, CommonKeys.DESCRIPTION, SQL, CHART, X, Y, SERIES, WIDTH);
    static final Key<List<Fields>> TILES =
            Key.required("tiles", Shapes.listOf(TILE), "What it shows, in the order of reading.");

    static final Form FORM = Form.of(
            "a dashboard",
            TITLE,
            CommonKeys.DESCRIPTION,
            CommonKeys.OWNER,
            CommonKeys.TAGS,
            INTERVAL,
            PARAMETERS,
            TILES);

    private DashboardForm() {}

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return words;
    }

    /** A text with where it stands. */
    record Written(String text, Tile.Text where) {}

    /** A text whose places are to be told. */
    private static final class SqlShape implements Shape<Written> {
        private static final Shape<String> TEXT = Scalars.text();

        @Override
        public Optional<Written> read(String name, YamlValue value, Problems problems) {
            return TEXT.read(name, value, problems).map(text -> new Written(text, where(value)));
        }

        private static Tile.Text where(YamlValue value) {
            boolean isVerbatim =
                    value instanceof YamlValue.Scalar scalar && scalar.content().isPresent();
            return isVerbatim
                    ? new Tile.Text(((YamlValue.Scalar) value).content().get(), true)
                    : new Tile.Text(value.place(), false);
        }

        @Override
        public ObjectNode schema() {
            return TEXT.schema();
        }
    }
}
