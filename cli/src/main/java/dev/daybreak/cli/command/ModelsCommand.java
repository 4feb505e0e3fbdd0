package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.console.TextTable;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.models.registry.ModelVersion;
import dev.daybreak.models.registry.Promotion;
import dev.daybreak.models.registry.Registry;
import dev.daybreak.project.time.IntervalText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "models",
        description = "List the versions of models, with metrics and which one is in production.",
        footer = {"", "Example: daybreak models click_model --log"})
final class ModelsCommand extends ProjectCommand {
    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Its name. Default: all models.")
    private String name;

    @Option(names = "--log", description = "Also list who moved production when, and why.", order = 1)
    private boolean log;

    @Override
    int run(Workspace workspace, Output output) {
        Registry registry = workspace.registry();
        if (name != null) {
            ModelNames.requireKnown(workspace, name);
        }
        ZoneId zone = workspace.settings().zone();
        List<String> names = name == null ? registry.names() : List.of(ModelNames.resolve(workspace, name));
        TextTable versions = new TextTable("MODEL", "VERSION", "ALIAS", "HOLDOUT", "TRAINED FOR", "GATE", "CREATED");
        TextTable moves = new TextTable("MODEL", "WHEN", "WHAT", "FROM", "TO", "WHO", "WHY");
        List<Map<String, Object>> models = new ArrayList<>();
        List<Map<String, Object>> promotions = new ArrayList<>();
        for (String model : names) {
            OptionalInt production = registry.productionVersion(model);
            for (ModelVersion version : registry.versions(model)) {
                boolean live = production.isPresent() && production.getAsInt() == version.version();
                versions.row(
                        model,
                        version.version(),
                        live ? Registry.PRODUCTION : "",
                        version.headline(),
                        IntervalText.of(version.interval(), zone),
                        version.reason(),
                        version.created());
                models.add(value(version, live));
            }
            for (Promotion move : registry.log(model)) {
                String from =
                        move.from().isPresent() ? String.valueOf(move.from().getAsInt()) : "";
                moves.row(model, move.at(), move.kind(), from, move.to(), move.who(), move.why());
                promotions.add(value(move));
            }
        }
        output.line(versions.isEmpty() ? "No model was trained yet." : versions.toString());
        if (log && !moves.isEmpty()) {
            output.line("\n" + moves);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("models", models);
        if (log) {
            document.put("promotions", promotions);
        }
        output.document(document);
        return 0;
    }

    static Map<String, Object> value(ModelVersion version, boolean live) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        version.metrics().forEach((metric, measured) -> {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("value", measured.value());
            numbers.put("low", measured.low());
            numbers.put("high", measured.high());
            metrics.put(metric, numbers);
        });
        Map<String, Object> trainedOn = new LinkedHashMap<>();
        trainedOn.put("table", version.table());
        trainedOn.put("snapshot", version.snapshot());
        boolean all = version.interval().isAll();
        trainedOn.put("start", all ? null : version.interval().start().toString());
        trainedOn.put("end", all ? null : version.interval().end().toString());
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", version.name());
        value.put("version", version.version());
        value.put("alias", live ? Registry.PRODUCTION : null);
        value.put("metrics", metrics);
        value.put("trained_on", trainedOn);
        value.put("outcome", version.outcome().name().toLowerCase(Locale.ROOT));
        value.put("reason", version.reason());
        value.put("run", version.run());
        return value;
    }

    private static Map<String, Object> value(Promotion move) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", move.name());
        value.put("kind", move.kind().name().toLowerCase(Locale.ROOT));
        value.put("from", move.from().isPresent() ? move.from().getAsInt() : null);
        value.put("to", move.to());
        value.put("who", move.who());
        value.put("why", move.why());
        value.put("at", move.at().toString());
        return value;
    }
}
