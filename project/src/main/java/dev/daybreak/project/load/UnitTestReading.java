package dev.daybreak.project.load;

import dev.daybreak.project.Graph;
import dev.daybreak.project.Project;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.load.RowsShape.Rows;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.Cadence;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.TimeText;
import dev.daybreak.project.unittest.CsvRows;
import dev.daybreak.project.unittest.UnitTest;
import dev.daybreak.project.unittest.UnitTest.Expected;
import dev.daybreak.project.unittest.UnitTest.ExpectedRows;
import dev.daybreak.project.unittest.UnitTest.Given;
import dev.daybreak.project.unittest.WrittenRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** From what a test's file says to a test, by what the project knows of the table and of what it reads. */
final class UnitTestReading {
    private final Project project;
    private final Graph graph;
    private final Problems problems;

    UnitTestReading(Project project, Graph graph, Problems problems) {
        this.project = project;
        this.graph = graph;
        this.problems = problems;
    }

    /** @return empty if an error was noted, here or when the fields were read */
    Optional<UnitTest> test(String name, Located<Fields> written) {
        int before = problems.errors();
        Fields fields = written.value();
        Optional<Graph.Node> node = fields.find(UnitTestForm.ASSET).flatMap(this::table);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Optional<DataInterval> interval = interval((TableAsset) node.get().asset(), fields);
        Map<AssetKey, Given> given = given(node.get(), fields);
        Optional<Expected> expected = fields.find(UnitTestForm.EXPECT).map(found -> expected(node.get(), found));
        boolean isRight = problems.errors() == before && expected.isPresent() && interval.isPresent();
        return isRight
                ? Optional.of(
                        new UnitTest(name, written.place(), node.get().key(), interval.get(), given, expected.get()))
                : Optional.empty();
    }

    private Optional<Graph.Node> table(Located<AssetKey> written) {
        AssetKey key = written.value();
        Optional<Graph.Node> node = graph.find(key);
        if (node.isEmpty()) {
            List<String> tables = project.tables().stream()
                    .map(table -> table.key().toString())
                    .toList();
            problems.error(
                    written.place(),
                    "Invalid asset '" + key + "': there is no such asset." + NearestName.hint(key.toString(), tables),
                    "Name a SQL table of the project.");
        } else if (!(node.get().asset() instanceof TableAsset)) {
            problems.error(
                    written.place(),
                    "Invalid asset '" + key + "': it is no SQL table, and only what a SELECT yields can be tested.",
                    "Name a SQL table of the project.");
            return Optional.empty();
        }
        return node;
    }

    private Optional<DataInterval> interval(TableAsset table, Fields fields) {
        ZoneId zone = project.settings().zone();
        Optional<Instant> start = fields.find(UnitTestForm.START).flatMap(text -> TimeText.parse(text, zone));
        Optional<Instant> end = fields.find(UnitTestForm.END).flatMap(text -> TimeText.parse(text, zone));
        if (table.timePartition().isEmpty()) {
            for (var key : List.of(UnitTestForm.START, UnitTestForm.END)) {
                if (fields.has(key)) {
                    problems.error(
                            fields.place(key),
                            "Invalid key '" + key.name() + "': '" + table.key() + "' is not cut along time.",
                            "Remove it.");
                }
            }
            return Optional.of(DataInterval.ALL);
        }
        if (start.isEmpty() && fields.has(UnitTestForm.START)) {
            return Optional.empty();
        }
        if (start.isEmpty()) {
            problems.error(
                    fields.place(),
                    "Missing key 'start': '" + table.key() + "' is cut along time.",
                    "Say where the partition begins that is to be computed.");
            return Optional.empty();
        }
        Cadence cadence = table.timePartition().map(TimePartition::cadence).orElseThrow();
        DataInterval first = cadence.at(start.get(), zone);
        Instant until = end.orElse(first.end());
        boolean isWhole = first.start().equals(start.get())
                && until.isAfter(first.start())
                && cadence.at(until, zone).start().equals(until);
        if (!isWhole) {
            problems.error(
                    fields.place(
                            first.start().equals(start.get()) && fields.has(UnitTestForm.END)
                                    ? UnitTestForm.END
                                    : UnitTestForm.START),
                    "Invalid interval: '" + table.key() + "' has one partition every "
                            + cadence.grain().toString().toLowerCase(Locale.ROOT)
                            + ", and this is no stretch of whole ones.",
                    "Let it begin at " + first.start().atZone(zone).toLocalDateTime()
                            + " and end where a partition ends.");
            return Optional.empty();
        }
        return Optional.of(new DataInterval(first.start(), until));
    }

    private Map<AssetKey, Given> given(Graph.Node node, Fields fields) {
        List<String> inputs =
                node.inputs().stream().map(input -> input.asset().toString()).toList();
        var types = fields.find(UnitTestForm.TYPES).orElse(Map.of());
        Map<String, Located<Rows>> rows = fields.find(UnitTestForm.GIVEN).orElse(Map.of());
        types.forEach((table, written) -> requireInput(table, written.place(), node, inputs));
        rows.forEach((table, written) -> requireInput(table, written.place(), node, inputs));
        Map<AssetKey, Given> given = new LinkedHashMap<>();
        for (Input input : node.inputs()) {
            String table = input.asset().toString();
            Optional<Schema> schema = schema(
                    input.asset(),
                    types.containsKey(table) ? types.get(table).value() : Map.of(),
                    rows.containsKey(table) ? rows.get(table).place() : fields.place(UnitTestForm.GIVEN));
            if (schema.isPresent()) {
                List<List<Object>> values = new ArrayList<>();
                for (WrittenRow row :
                        rows.containsKey(table) ? read(rows.get(table).value()) : List.<WrittenRow>of()) {
                    row.values(schema.get(), table, problems).ifPresent(values::add);
                }
                given.put(input.asset(), new Given(schema.get(), values));
            }
        }
        return given;
    }

    private void requireInput(String table, Place place, Graph.Node node, List<String> inputs) {
        if (!inputs.contains(table)) {
            problems.error(
                    place,
                    "Invalid table '" + table + "': '" + node.key() + "' does not read it."
                            + NearestName.hint(table, inputs),
                    inputs.isEmpty() ? "It reads nothing." : "It reads " + String.join(", ", inputs) + ".");
        }
    }

    /** The columns of an input, all of which may be null: those that the project knows, with the types that the test says. */
    private Optional<Schema> schema(AssetKey input, Map<String, Located<Located<DataType>>> types, Place place) {
        Map<String, Column> columns = new LinkedHashMap<>();
        Optional<Schema> known = graph.find(input).flatMap(Graph.Node::columns);
        known.ifPresent(schema -> schema.columns()
                .forEach(column -> columns.put(column.name(), Column.of(column.name(), column.type()))));
        types.forEach(
                (name, type) -> columns.put(name, Column.of(name, type.value().value())));
        if (columns.isEmpty()) {
            problems.error(
                    place,
                    "Missing types of '" + input + "': its columns are not known before it is computed.",
                    "Add 'types: {" + input + ": {COLUMN: TYPE}}' with the columns that are read.");
            return Optional.empty();
        }
        return Optional.of(new Schema(List.copyOf(columns.values())));
    }

    private Expected expected(Graph.Node node, Fields fields) {
        if (!UnitTestForm.expects(fields)) {
            problems.error(
                    fields.place(),
                    "Missing key: a test expects rows, an error or failed_checks.",
                    "An empty list of rows says that there are none.");
        }
        Optional<ExpectedRows> rows =
                fields.find(UnitTestForm.ROWS).map(written -> new ExpectedRows(read(written), written.place()));
        Map<String, DataType> types = new LinkedHashMap<>();
        fields.value(UnitTestForm.COLUMN_TYPES_EXPECTED)
                .forEach((name, type) -> types.put(name, type.value().value()));
        List<String> columns = fields.value(UnitTestForm.COLUMNS);
        node.columns().ifPresent(schema -> {
            rows.ifPresent(found ->
                    found.rows().forEach(row -> row.values(schema, node.key().toString(), problems)));
            requireColumns(columns, schema, fields.place(UnitTestForm.COLUMNS), node);
            requireColumns(fields.value(UnitTestForm.KEY), schema, fields.place(UnitTestForm.KEY), node);
            requireColumns(types.keySet(), schema, fields.place(UnitTestForm.COLUMN_TYPES_EXPECTED), node);
        });
        return new Expected(
                rows,
                columns,
                fields.value(UnitTestForm.KEY),
                types,
                fields.find(UnitTestForm.ERROR),
                fields.find(UnitTestForm.FAILED_CHECKS)
                        .map(names -> checks(names, node, fields.place(UnitTestForm.FAILED_CHECKS))));
    }

    private void requireColumns(Collection<String> names, Schema schema, Place place, Graph.Node node) {
        for (String name : names) {
            if (schema.find(name).isEmpty()) {
                problems.error(
                        place,
                        "Invalid column '" + name + "': '" + node.key() + "' has no such column."
                                + NearestName.hint(name, schema.names()),
                        "Its columns: " + String.join(", ", schema.names()) + ".");
            }
        }
    }

    private SortedSet<String> checks(List<String> names, Graph.Node node, Place place) {
        List<String> known = node.asset().checks().stream()
                .map(CheckSpec::expectation)
                .distinct()
                .toList();
        for (String name : names) {
            if (!known.contains(name)) {
                problems.error(
                        place,
                        "Invalid check '" + name + "': '" + node.key() + "' has no such check."
                                + NearestName.hint(name, known),
                        known.isEmpty() ? "It has no checks." : "Its checks: " + String.join(", ", known) + ".");
            }
        }
        return new TreeSet<>(names);
    }

    private List<WrittenRow> read(Rows rows) {
        if (rows.file().isEmpty()) {
            return rows.rows();
        }
        String file = rows.file().get().value();
        Problems missing = new Problems();
        Optional<List<WrittenRow>> read = Utf8.read(project.root().resolve(file), file, missing)
                .flatMap(text -> CsvRows.read(text, new Place(file, 1, 1), problems));
        missing.sorted()
                .forEach(problem -> problems.error(rows.file().get().place(), problem.message(), problem.mend()));
        return read.orElse(List.of());
    }
}
