package dev.daybreak.project.load;

import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.load.RowsShape.Rows;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The form of {@code tests/NAME.yaml}: one test, or a list of them. */
final class UnitTestForm {
    private static final Pattern TABLE = Pattern.compile(AssetKey.PART + "\\." + AssetKey.PART);
    private static final String TABLES = "the name of a table, such as raw.clicks";
    private static final Shape<Map<String, Located<Located<DataType>>>> COLUMN_TYPES = Shapes.mapOf(
            Pattern.compile("[\\s\\S]+"),
            "a column's name",
            Shapes.located(Scalars.parsed(
                    "a type: " + DataType.PERMITTED + " (inside { } put types that hold a comma in quotes)",
                    DataType::parse)));

    static final Key<String> NAME = Key.optional(
            "name", Scalars.text(), "What tells it from the other tests of its file; a file with several needs it.");
    static final Key<Located<AssetKey>> ASSET =
            Key.required("asset", Shapes.located(CommonKeys.ASSET), "The SQL table that is tested.");
    static final Key<String> START = Key.optional(
            "start",
            CommonKeys.TIME,
            "Where the partition begins that is computed; a table that is cut along time needs it.");
    static final Key<String> END =
            Key.optional("end", CommonKeys.TIME, "Where the last partition ends; by default, where the first does.");
    static final Key<Map<String, Located<Map<String, Located<Located<DataType>>>>>> TYPES = Key.withDefault(
            "types",
            Shapes.mapOf(TABLE, TABLES, COLUMN_TYPES),
            "Types of columns of inputs, by input and column, where the project does not tell them.",
            Map.of(),
            "none");
    static final Key<Map<String, Located<Rows>>> GIVEN = Key.withDefault(
            "given",
            Shapes.mapOf(TABLE, TABLES, new RowsShape()),
            "What inputs hold, by input; one that is not here holds nothing. Columns that are not written are null.",
            Map.of(),
            "none");

    static final Key<Rows> ROWS = Key.optional(
            "rows",
            new RowsShape(),
            "All rows that it must yield, in any order. Columns that are not written are null.");
    static final Key<List<String>> COLUMNS = Key.withDefault(
            "columns", Shapes.listOf(Scalars.text()), "The columns that are compared.", List.of(), "all of the table");
    static final Key<List<String>> KEY = Key.withDefault(
            "key",
            Shapes.oneOrMany(Scalars.text()),
            "Columns that tell which row is which, so that cells that differ are told rather than rows.",
            List.of(),
            "the most similar rows are compared");
    static final Key<Map<String, Located<Located<DataType>>>> COLUMN_TYPES_EXPECTED =
            Key.withDefault("types", COLUMN_TYPES, "Types that columns of the table must have.", Map.of(), "none");
    static final Key<String> ERROR =
            Key.optional("error", Scalars.text(), "A part of the message with which it must fail.");
    static final Key<List<String>> FAILED_CHECKS = Key.optional(
            "failed_checks",
            Shapes.listOf(Scalars.text()),
            "The expectations of the table that must fail on its rows; all others must hold. By default, none is asked.");
    static final Form EXPECTED = Form.of(
                    "what is expected", ROWS, COLUMNS, KEY, COLUMN_TYPES_EXPECTED, ERROR, FAILED_CHECKS)
            .atMostOne(ROWS, ERROR)
            .atMostOne(ERROR, FAILED_CHECKS);
    static final Key<Fields> EXPECT = Key.required("expect", EXPECTED, "What must come of it.");

    static final Form FORM = Form.of("a test", NAME, CommonKeys.DESCRIPTION, ASSET, START, END, TYPES, GIVEN, EXPECT);
    static final Shape<List<Fields>> SHAPE = Shapes.oneOrMany(FORM);

    private UnitTestForm() {}

    /** The tests of a file, with what could be read of each even if some of it does not fit. */
    static List<Located<Fields>> readAll(YamlValue value, Problems problems) {
        List<YamlValue> written = value instanceof YamlValue.Sequence sequence ? sequence.items() : List.of(value);
        List<Located<Fields>> tests = new ArrayList<>();
        for (YamlValue each : written) {
            FORM.readAll("test", each, problems).ifPresent(fields -> tests.add(new Located<>(fields, each.place())));
        }
        return tests;
    }

    /** Whether anything is expected. */
    static boolean expects(Fields expected) {
        return expected.has(ROWS) || expected.has(ERROR) || expected.has(FAILED_CHECKS);
    }
}
