package dev.daybreak.project.load;

import dev.daybreak.project.Project;
import dev.daybreak.project.Sample;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Substitution;
import dev.daybreak.project.form.YamlText;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.schedule.Pipeline;
import dev.daybreak.project.selection.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a project's files. Everything that is wrong in any of them is told at once. */
public final class ProjectLoader {
    private static final String PIPELINES = "pipelines";
    private static final String SOURCES = "sources";
    private static final String MODELS = "models";
    private static final String ASSETS = "assets";

    /** What says how the project is: a file and folders of its folder, which need not be there. Tests and data are not among them. */
    public static final List<String> DEFINITIONS =
            List.of(SettingsForm.FILE, ASSETS, MODELS, PIPELINES, SOURCES, DashboardLoader.FOLDER);

    private final Path root;
    private final Variant variant;
    private final Function<String, String> machine;
    private final Problems problems = new Problems();

    private ProjectLoader(Path root, Variant variant, Function<String, String> machine) {
        this.root = root.toAbsolutePath().normalize();
        this.variant = variant;
        this.machine = machine;
    }

    /**
     * Loads the project in a folder, as prod has it.
     *
     * @param variableOverrides values of {@code --var NAME=VALUE}, which take the type of the declared value
     */
    public static Loaded load(Path root, Map<String, String> variableOverrides) {
        return load(root, variableOverrides, Variant.PROD);
    }

    /** The same as an environment has it, which {@code daybreak.yaml} need not name. */
    public static Loaded load(Path root, Map<String, String> variableOverrides, Variant variant) {
        return load(root, variableOverrides, variant, System::getenv);
    }

    /** The same with variables of the machine from elsewhere; null for one that is not set. */
    static Loaded load(
            Path root, Map<String, String> variableOverrides, Variant variant, Function<String, String> machine) {
        return new ProjectLoader(root, variant, machine).load(variableOverrides);
    }

    private Loaded load(Map<String, String> overrides) {
        Path file = root.resolve(SettingsForm.FILE);
        if (!Files.exists(file)) {
            problems.error(
                    SettingsForm.place(),
                    "Cannot find a project in '" + root + "': it has no daybreak.yaml.",
                    "Name a project with --project DIR, or make one with 'daybreak init'.");
            return failed(ErrorCode.INVALID_PROJECT);
        }
        Optional<YamlValue> written = Utf8.read(file, SettingsForm.FILE, problems)
                .flatMap(text -> YamlText.parse(text, new Place(SettingsForm.FILE, 1, 1), problems))
                .map(value -> value instanceof YamlValue.Mapping settings
                        ? EnvironmentOverlay.overlaid(settings, variant.environment())
                        : value);
        if (written.isPresent() && isNewer(written.get())) {
            return failed(ErrorCode.NEWER_PROJECT);
        }
        Substitution plain = new Substitution(root, machine, Map.of());
        SortedMap<String, Object> variables = Variables.resolve(
                written.map(value -> declaredVariables(value, plain)).orElse(Map.of()),
                written.isPresent() ? overrides : Map.of(),
                problems);
        Substitution substitution = new Substitution(root, machine, variables);
        Optional<Settings> settings = written.flatMap(value -> settings(value, substitution, variables));
        Optional<Project> project = assets(new Reading(settings, substitution, problems));
        return new Loaded(project, problems.sorted(), ErrorCode.INVALID_PROJECT);
    }

    private Loaded failed(ErrorCode code) {
        return new Loaded(Optional.empty(), problems.sorted(), code);
    }

    private boolean isNewer(YamlValue value) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return false;
        }
        Optional<YamlValue> version = mapping.find(SettingsForm.VERSION.name()).map(YamlValue.Entry::value);
        Optional<Long> number =
                version.flatMap(found -> SettingsForm.VERSION.shape().read("version", found, new Problems()));
        if (number.isEmpty() || number.get() <= SettingsForm.NEWEST_VERSION) {
            return false;
        }
        int newest = SettingsForm.NEWEST_VERSION;
        problems.error(
                version.orElseThrow().place(),
                "Invalid version " + number.get() + ": the project was written by a newer Daybreak; this one reads "
                        + (newest == 1 ? "version 1." : "versions 1 to " + newest + "."),
                "Use a newer Daybreak.");
        return true;
    }

    private Map<String, Located<Object>> declaredVariables(YamlValue value, Substitution plain) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return Map.of();
        }
        Problems later = new Problems();
        return mapping.find(SettingsForm.VARIABLES.name())
                .map(entry -> plain.fill(entry.value(), later))
                .flatMap(filled -> SettingsForm.VARIABLES.shape().read("variables", filled, later))
                .orElse(Map.of());
    }

    private Optional<Settings> settings(
            YamlValue value, Substitution substitution, SortedMap<String, Object> variables) {
        if (value instanceof YamlValue.Mapping mapping) {
            Variables.warnOfLiteralSecrets(mapping, problems);
            Substitution plain = new Substitution(root, machine, Map.of());
            List<YamlValue.Entry> entries = new ArrayList<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                boolean isVariables = entry.key().equals(SettingsForm.VARIABLES.name());
                // What another environment than the one at hand takes from the machine need not be there.
                boolean isOther = entry.key().equals(SettingsForm.ENVIRONMENTS.name());
                YamlValue filled =
                        (isVariables ? plain : substitution).fill(entry.value(), isOther ? new Problems() : problems);
                entries.add(new YamlValue.Entry(entry.key(), entry.place(), filled));
            }
            return SettingsForm.read(
                    new YamlValue.Mapping(entries, mapping.place()), root, variant.environment(), variables, problems);
        }
        return SettingsForm.read(value, root, variant.environment(), variables, problems);
    }

    /** Everything but the settings; empty if any error was noted. */
    private Optional<Project> assets(Reading reading) {
        ProjectFiles files = new ProjectFiles(root, problems);
        Set<AssetKey> keys = new TreeSet<>();
        List<SourceAsset> sources =
                all(files.yaml(SOURCES, AssetKey.SOURCES, Set.of()), keys, file -> yaml(file, reading)
                        .flatMap(value -> SourceForm.read(file.key(), file.name(), value, reading)));
        List<SqlAsset> texts = all(files.sql(), keys, file -> text(file, reading));
        List<TableAsset> tables = only(texts, TableAsset.class);
        List<ViewAsset> views = only(texts, ViewAsset.class);
        List<ModelAsset> models = all(files.yaml(MODELS, AssetKey.MODELS, Set.of()), keys, file -> yaml(file, reading)
                .flatMap(value -> ModelForm.read(file.key(), file.name(), value, reading)));
        Stream.of(sources, tables, models)
                .flatMap(List::stream)
                .forEach(asset -> SensorForm.check(asset, keys, reading));
        boolean isComplete = problems.errors() == 0;
        List<PipelineForm.Unchecked> unchecked =
                all(files.yaml(PIPELINES, PIPELINES, Set.of("java")), new TreeSet<>(), file -> yaml(file, reading)
                        .flatMap(value -> PipelineForm.read(file.key().name(), file.name(), value, reading)));
        List<Pipeline> pipelines =
                unchecked.stream().map(PipelineForm.Unchecked::pipeline).toList();
        Optional<Project> project = reading.settings()
                .flatMap(settings -> sampled(settings, sources))
                .map(settings -> new Project(root, settings, sources, tables, views, models, List.of(), pipelines));
        Consumer<Selection> check = isComplete && project.isPresent()
                ? selection -> selection.check(project.get().assets())
                : selection -> selection.checkNames(keys);
        unchecked.forEach(pipeline -> checkSelection(pipeline, pipelines, check));
        return problems.errors() == 0 ? project : Optional.empty();
    }

    /** Empty if there is nothing to choose a sample by. */
    private Optional<Settings> sampled(Settings settings, List<SourceAsset> sources) {
        if (variant.sample().isEmpty()) {
            return Optional.of(settings);
        }
        Optional<String> key = settings.sampleBy().or(() -> Sample.likelyKey(sources));
        if (key.isEmpty()) {
            problems.error(
                    SettingsForm.place(),
                    "Cannot choose a sample: nothing says which column decides whether a row is in it.",
                    "Name one that most tables have: sample_by: user_id.");
        }
        return key.map(column -> settings.with(new Sample(variant.sample().get(), column)));
    }

    private static <T> List<T> only(List<? super T> some, Class<T> kind) {
        return some.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T> List<T> all(
            List<ProjectFiles.Found> files, Set<AssetKey> keys, Function<ProjectFiles.Found, Optional<T>> reader) {
        List<T> read = new ArrayList<>();
        for (ProjectFiles.Found file : files) {
            keys.add(file.key());
            reader.apply(file).ifPresent(read::add);
        }
        return read;
    }

    /** Names in selections can be judged only when every asset is known, tags only when every asset was read. */
    private void checkSelection(PipelineForm.Unchecked pipeline, List<Pipeline> pipelines, Consumer<Selection> check) {
        for (Located<String> term : pipeline.selection()) {
            try {
                check.accept(Selection.parse(List.of(term.value()), pipelines));
            } catch (DaybreakException e) {
                problems.error(term.place(), e.getMessage(), e.mend());
            }
        }
    }

    private Optional<YamlValue> yaml(ProjectFiles.Found file, Reading reading) {
        return Utf8.read(file.path(), file.name(), problems)
                .flatMap(text -> reading.yaml(text, new Place(file.name(), 1, 1)));
    }

    private Optional<SqlAsset> text(ProjectFiles.Found file, Reading reading) {
        Optional<SqlFile> text = Utf8.read(file.path(), file.name(), problems)
                .flatMap(content -> SqlFile.cut(content, file.name(), problems));
        return text.flatMap(found -> reading.yaml(found.header(), found.headerPlace())
                .flatMap(header -> TableForm.read(file.key(), file.name(), found, header, reading)));
    }
}
