package dev.daybreak.project.load;

import dev.daybreak.project.Project;
import dev.daybreak.project.dashboard.Dashboard;
import dev.daybreak.project.dashboard.Parameter;
import dev.daybreak.project.dashboard.Tile;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the dashboards of a project. Everything that is wrong in any of them is told at once; their SQL is not looked at. */
public final class DashboardLoader {
    /** The folder, below the project's. */
    public static final String FOLDER = "dashboards";

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    /** What the address of a dashboard says otherwise. */
    private static final Set<String> TAKEN = Set.of("start", "end");

    private final Project project;
    private final Problems problems = new Problems();

    private DashboardLoader(Project project) {
        this.project = project;
    }

    /**
     * What was found.
     *
     * @param dashboards those that are right, in the order of their files
     * @param problems by place
     */
    public record LoadedDashboards(List<Dashboard> dashboards, List<Problem> problems) {
        public LoadedDashboards {
            dashboards = List.copyOf(dashboards);
            problems = List.copyOf(problems);
        }
    }

    public static LoadedDashboards load(Project project) {
        return new DashboardLoader(project).load();
    }

    private LoadedDashboards load() {
        Substitution substitution = new Substitution(
                project.root(), System::getenv, project.settings().variables());
        Reading reading = new Reading(Optional.of(project.settings()), substitution, problems);
        List<Dashboard> dashboards = new ArrayList<>();
        for (ProjectFiles.Found file : new ProjectFiles(project.root(), problems).yaml(FOLDER, FOLDER, Set.of())) {
            Utf8.read(file.path(), file.name(), problems)
                    .flatMap(text -> reading.yaml(text, new Place(file.name(), 1, 1)))
                    .flatMap(value -> DashboardForm.FORM.readAll("dashboard", value, problems))
                    .flatMap(fields -> dashboard(file, fields))
                    .ifPresent(dashboards::add);
        }
        return new LoadedDashboards(dashboards, problems.sorted());
    }

    private Optional<Dashboard> dashboard(ProjectFiles.Found file, Fields fields) {
        String name = file.key().name();
        List<Parameter> parameters =
                parameters(fields.find(DashboardForm.PARAMETERS).orElse(List.of()));
        List<Tile> tiles = fields.find(DashboardForm.TILES).orElse(List.of()).stream()
                .map(this::tile)
                .toList();
        if (fields.find(DashboardForm.TILES).filter(List::isEmpty).isPresent()) {
            problems.error(
                    fields.place(DashboardForm.TILES), "Missing tiles: the dashboard would show nothing.", "Add one.");
        }
        Place place = new Place(file.name(), 1, 1);
        return problems.sorted().stream().anyMatch(found -> found.isError() && isOf(found, file))
                ? Optional.empty()
                : Optional.of(new Dashboard(
                        name,
                        fields.find(DashboardForm.TITLE).orElse(name),
                        fields.value(CommonKeys.DESCRIPTION),
                        fields.value(CommonKeys.OWNER),
                        fields.value(CommonKeys.TAGS),
                        fields.find(DashboardForm.INTERVAL),
                        parameters,
                        tiles,
                        place));
    }

    private static boolean isOf(Problem problem, ProjectFiles.Found file) {
        return problem.place().file().equals(file.name());
    }

    private List<Parameter> parameters(List<Fields> written) {
        List<Parameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : written) {
            Located<String> name = fields.value(DashboardForm.PARAMETER_NAME);
            checkName(name, names);
            Parameter.Type type = fields.value(DashboardForm.TYPE);
            List<Object> options = fields.value(DashboardForm.OPTIONS).stream()
                    .map(option -> value(option, type, DashboardForm.OPTIONS))
                    .flatMap(Optional::stream)
                    .toList();
            Located<Object> fallback = fields.value(DashboardForm.DEFAULT);
            value(fallback, type, DashboardForm.DEFAULT).ifPresent(value -> {
                if (!options.isEmpty() && !options.contains(value)) {
                    problems.error(
                            fallback.place(),
                            "Invalid default '" + value + "' of parameter '" + name.value()
                                    + "': it is none of its options.",
                            "Add it to 'options', or take one of them.");
                }
                String label = fields.find(DashboardForm.LABEL).orElse(name.value());
                parameters.add(new Parameter(name.value(), label, type, value, options));
            });
        }
        return parameters;
    }

    private void checkName(Located<String> name, Set<String> names) {
        String why = null;
        if (!NAME.matcher(name.value()).matches()) {
            why = "expected small letters, digits and _, and no digit first";
        } else if (TAKEN.contains(name.value())) {
            why = "it is an end of the interval, which 'interval: 30 days' gives";
        } else if (project.settings().variables().containsKey(name.value())) {
            why = "it is a variable of daybreak.yaml";
        } else if (!names.add(name.value())) {
            why = "another parameter has it";
        }
        if (why != null) {
            problems.error(
                    name.place(), "Invalid name of a parameter '" + name.value() + "': " + why + ".", "Rename it.");
        }
    }

    private Optional<Object> value(Located<Object> written, Parameter.Type type, Key<?> key) {
        Optional<Object> value = type == Parameter.Type.STRING
                ? Optional.of(written.value()).filter(String.class::isInstance)
                : type.parse(written.value().toString());
        if (value.isEmpty()) {
            problems.error(
                    written.place(),
                    "Invalid value '" + written.value() + "' of '" + key.name() + "': expected " + type.permitted()
                            + ".",
                    type == Parameter.Type.STRING ? "Put it in quotes if it is meant as text." : "");
        }
        return value;
    }

    private Tile tile(Fields fields) {
        Tile.Kind kind = fields.value(DashboardForm.CHART);
        boolean isPlain = kind == Tile.Kind.TABLE || kind == Tile.Kind.NUMBER;
        for (Key<?> key : List.of(DashboardForm.X, DashboardForm.SERIES)) {
            if (isPlain && fields.has(key)) {
                problems.error(
                        fields.place(key),
                        "Invalid key '" + key.name() + "': a tile with 'chart: "
                                + kind.name().toLowerCase(Locale.ROOT) + "' has no axes.",
                        "Remove it, or draw another chart.");
            }
        }
        DashboardForm.Written sql = fields.value(DashboardForm.SQL);
        return new Tile(
                fields.value(DashboardForm.TILE_TITLE),
                fields.value(CommonKeys.DESCRIPTION),
                sql.text(),
                sql.where(),
                kind,
                fields.find(DashboardForm.X),
                fields.value(DashboardForm.Y),
                fields.find(DashboardForm.SERIES),
                fields.value(DashboardForm.WIDTH).intValue());
    }
}
