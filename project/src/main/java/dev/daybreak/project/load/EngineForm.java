package dev.daybreak.project.load;

import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.engine.SparkConf;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The form of {@code engine} in {@code daybreak.yaml}. */
final class EngineForm {
    private static final String IMAGE = "spark.kubernetes.container.image";

    private static final Key<Long> MEMORY = Key.withDefault(
            "memory",
            Scalars.parsed(ByteSize.PERMITTED, ByteSize::parse),
            "How much memory an engine on this machine may use, for all steps together.",
            ByteSize.quarterOfMachine(),
            "a quarter of the machine's memory, at most 1 GB");
    private static final Key<Long> THREADS = Key.withDefault(
            "threads",
            Scalars.wholeNumber(1, 4096),
            "How many threads an engine on this machine may use, for all steps together.",
            (long) Runtime.getRuntime().availableProcessors(),
            "the machine's cores");
    private static final Key<Spark> MASTER = Key.required(
            "master",
            Scalars.parsed(
                    "a master of Spark: 'spark://host:7077', 'k8s://https://host:6443', 'yarn' or 'local[2]'",
                    EngineForm::master),
            "The master of the cluster that works for a driver, which is started on this machine.");
    private static final Key<Map<String, Located<Object>>> CONF = Key.withDefault(
            "conf",
            Shapes.mapOf(
                            Pattern.compile("spark\\.\\S+"),
                            "a setting of Spark such as 'spark.executor.memory'",
                            Shapes.anyScalar())
                    .then(EngineForm::permitted),
            "Settings of Spark, by key.",
            Map.of(),
            "none");
    static final Form DRIVER = Form.of("a driver of Spark", MASTER, CONF);
    private static final Key<Spark> SPARK = Key.optional(
            "spark",
            Shapes.mappingOr(
                    DRIVER.then(EngineForm::driver),
                    Scalars.parsed("'local', " + Spark.PERMITTED, text -> place(text.strip()))),
            "Where Apache Spark runs, if it computes: 'local' starts it on this machine.");
    private static final Key<EngineKind> DEFAULT = Key.optional(
            "default",
            Scalars.choice(kinds()),
            "What computes where a table does not say; by default Spark if 'spark' is there, else DuckDB.");
    static final Form FORM = Form.of("the engine", MEMORY, THREADS, SPARK, DEFAULT);

    static final Key<EngineSettings> ENGINE = Key.withDefault(
            "engine",
            Shapes.mappingOr(
                    Shapes.mapped(FORM, EngineForm::settings),
                    Scalars.parsed(EngineSettings.PERMITTED, text -> named(text.strip()))),
            "What computes tables, checks and training sets, and what it may use. Sources are read by the embedded engine.",
            unbounded(),
            "duckdb");

    private EngineForm() {}

    static Map<String, EngineKind> kinds() {
        Map<String, EngineKind> kinds = new LinkedHashMap<>();
        for (EngineKind kind : EngineKind.values()) {
            kinds.put(kind.toString(), kind);
        }
        return kinds;
    }

    private static Optional<Spark> place(String text) {
        return text.equals("local") ? Optional.of(new Spark.Local()) : Spark.parse(text);
    }

    private static Optional<Spark> master(String text) {
        return Spark.parse(text.strip()).filter(Spark.Master.class::isInstance);
    }

    private static Optional<Map<String, Located<Object>>> permitted(
            Map<String, Located<Object>> conf, Problems problems) {
        int before = problems.errors();
        conf.forEach((key, value) -> SparkConf.refusal(key)
                .ifPresent(why -> problems.error(
                        value.place(), "Invalid key '" + key + "' in 'conf': " + why + ".", "Remove it.")));
        return problems.errors() == before ? Optional.of(conf) : Optional.empty();
    }

    private static Optional<Spark> driver(Fields fields, Problems problems) {
        Spark.Master master = (Spark.Master) fields.value(MASTER);
        TreeMap<String, String> conf = new TreeMap<>();
        fields.value(CONF).forEach((key, value) -> conf.put(key, String.valueOf(value.value())));
        if (master.isKubernetes() && !conf.containsKey(IMAGE)) {
            problems.error(
                    fields.place(CONF),
                    "Missing setting '" + IMAGE + "' in 'conf': executors on Kubernetes run an image with Spark 4.1.",
                    "Name one, such as " + IMAGE + ": apache/spark:4.1.2.");
            return Optional.empty();
        }
        return Optional.of(new Spark.Master(master.url(), conf));
    }

    private static EngineSettings settings(Fields fields) {
        EngineKind usual = fields.find(DEFAULT).orElse(fields.has(SPARK) ? EngineKind.SPARK : EngineKind.DUCKDB);
        return new EngineSettings(
                fields.value(MEMORY),
                fields.value(THREADS).intValue(),
                usual,
                fields.find(SPARK).orElse(new Spark.Local()),
                Optional.empty());
    }

    private static Optional<EngineSettings> named(String text) {
        EngineSettings bounds = unbounded();
        return bounds.commanding(text)
                .map(named -> new EngineSettings(
                        bounds.memoryBytes(), bounds.threads(), named.kind(), named.spark(), Optional.empty()));
    }

    private static EngineSettings unbounded() {
        return new EngineSettings(
                MEMORY.fallback().orElseThrow(),
                THREADS.fallback().orElseThrow().intValue());
    }
}
