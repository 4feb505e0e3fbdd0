package dev.daybreak.project;

import dev.daybreak.project.access.Admission;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.lake.CatalogDatabase;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code daybreak.yaml} says.
 *
 * @param zone calendar intervals are cut in it
 * @param start where partitioned assets begin; empty only if none is partitioned or a range is always given
 * @param end where they end (exclusive) unless a range is given; empty: now
 * @param variables values of {@code :name} in SQL texts and {@code ${var:name}} in YAML: String, Long, Double, BigDecimal or Boolean
 * @param connections by name
 * @param metadata the PostgreSQL database with the metadata: its url is {@code postgresql://host:5432/database}, with or without
 *     {@code jdbc:} before it; empty: a file in {@code state}
 * @param tries how often and for how long steps are tried, unless an asset says otherwise
 * @param pools how many slots each has, by name
 * @param alerts where alerts go
 * @param admission who is let in over HTTP
 * @param maintenance how tables are kept in order
 * @param environment the variant of the project's tables that is at hand, and where all is kept
 * @param warehouse the object store with the tables; empty: they lie in the state folder
 * @param sampleBy the column by which a sample of rows is chosen; empty: one is guessed
 * @param sample what tables are computed from; empty: all rows
 */
public record Settings(
        String name,
        ZoneId zone,
        Optional<Instant> start,
        Optional<Instant> end,
        SortedMap<String, Object> variables,
        Map<String, Connection> connections,
        EngineSettings engine,
        Optional<Connection> metadata,
        Tries tries,
        Map<String, Integer> pools,
        Alerts alerts,
        Admission admission,
        MaintenancePolicy maintenance,
        Environment environment,
        Optional<Warehouse> warehouse,
        Optional<String> sampleBy,
        Optional<Sample> sample) {
    public Settings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(tries, "tries");
        Objects.requireNonNull(alerts, "alerts");
        Objects.requireNonNull(admission, "admission");
        Objects.requireNonNull(maintenance, "maintenance");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(warehouse, "warehouse");
        Objects.requireNonNull(sampleBy, "sampleBy");
        Objects.requireNonNull(sample, "sample");
        variables = new TreeMap<>(variables);
        connections = Map.copyOf(connections);
        pools = Map.copyOf(pools);
    }

    /** Settings of a project that tells nobody anything and has no tokens. */
    public Settings(
            String name,
            ZoneId zone,
            Optional<Instant> start,
            Optional<Instant> end,
            SortedMap<String, Object> variables,
            Map<String, Connection> connections,
            EngineSettings engine,
            Optional<Connection> metadata,
            Tries tries,
            Map<String, Integer> pools,
            Path state) {
        this(
                name,
                zone,
                start,
                end,
                variables,
                connections,
                engine,
                metadata,
                tries,
                pools,
                Alerts.NONE,
                Admission.THIS_MACHINE,
                MaintenancePolicy.DEFAULT,
                Environment.prod(state),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Settings whose metadata is in the state folder, with the usual tries. */
    public Settings(
            String name,
            ZoneId zone,
            Optional<Instant> start,
            Optional<Instant> end,
            SortedMap<String, Object> variables,
            Map<String, Connection> connections,
            EngineSettings engine,
            Path state) {
        this(name, zone, start, end, variables, connections, engine, Optional.empty(), Tries.DEFAULT, Map.of(), state);
    }

    /** The same settings for tables that are computed from a sample. */
    public Settings with(Sample chosen) {
        return with(environment, Optional.of(chosen));
    }

    /**
     * The same settings for another environment, without what {@code daybreak.yaml} says of it.
     *
     * @param other its name
     */
    public Settings in(String other) {
        return with(new Environment(other, environment.shared()), sample);
    }

    private Settings with(Environment other, Optional<Sample> chosen) {
        return new Settings(
                name,
                zone,
                start,
                end,
                variables,
                connections,
                engine,
                metadata,
                tries,
                pools,
                alerts,
                admission,
                maintenance,
                other,
                warehouse,
                sampleBy,
                chosen);
    }

    /** The folder with the environment's metadata, models and logs; absolute. */
    public Path state() {
        return environment.own();
    }

    /** Where the tables of all environments are. */
    public LakePlace lake() {
        return new LakePlace(
                environment.lake(),
                warehouse,
                metadata.map(found -> new CatalogDatabase(
                        found.url().startsWith("jdbc:") ? found.url() : "jdbc:" + found.url(),
                        found.user(),
                        found.password())));
    }

    /** Tells the names of variables only, since values may be secrets. */
    @Override
    public String toString() {
        return "Settings[name=" + name + ", zone=" + zone + ", start=" + start + ", end=" + end + ", variables="
                + variables.keySet() + ", connections=" + connections.values() + ", engine=" + engine
                + ", metadata=" + metadata + ", environment=" + environment
                + "]";
    }

    /**
     * A JDBC database outside the project. Never printed whole: {@link #toString} leaves the password out.
     *
     * @param url a JDBC URL; a SQLite file's path may be relative to the project's root
     * @param user empty if none
     * @param password empty if none
     */
    public record Connection(String name, String url, String user, String password) {
        @Override
        public String toString() {
            return name + " (" + url.replaceAll("(?i)(password=)[^&;]*", "$1***") + ")";
        }
    }

    /**
     * What computes.
     *
     * @param memoryBytes that an engine on this machine may use, for all steps of a process together
     * @param threads that it may use, for all steps of a process together, at least 1
     * @param usual what computes where nothing else is said
     * @param spark where Spark runs, if it computes anything
     * @param commanded what the command line says; it goes before what the project and its tables say
     */
    public record EngineSettings(
            long memoryBytes, int threads, EngineKind usual, Spark spark, Optional<EngineKind> commanded) {
        public EngineSettings {
            Objects.requireNonNull(usual, "usual");
            Objects.requireNonNull(spark, "spark");
            Objects.requireNonNull(commanded, "commanded");
        }

        /** What {@code engine:} and {@code --engine} take. */
        public static final String PERMITTED = "'duckdb', 'spark', " + Spark.PERMITTED;

        /** The embedded engine, within bounds. */
        public EngineSettings(long memoryBytes, int threads) {
            this(memoryBytes, threads, EngineKind.DUCKDB, new Spark.Local(), Optional.empty());
        }

        /** What computes training sets, queries, and tables that do not say themselves. */
        public EngineKind kind() {
            return commanded.orElse(usual);
        }

        /** What computes a table and its checks: what it says itself, unless the command line says something that understands its text. */
        public EngineKind of(TableAsset table) {
            boolean isFree = commanded.isPresent() && table.dialect().isEmpty();
            return isFree ? commanded.get() : table.engine().orElse(kind());
        }

        /** What tells the columns of a view: what understands its text. */
        public EngineKind of(ViewAsset view) {
            return view.dialect().flatMap(EngineKind::parse).orElse(kind());
        }

        /** The same settings with what a command line names; empty if that is none of {@link #PERMITTED}. */
        public Optional<EngineSettings> commanding(String text) {
            Optional<EngineSettings> named = EngineKind.parse(text)
                    .map(kind -> new EngineSettings(memoryBytes, threads, usual, spark, Optional.of(kind)));
            return named.or(() -> Spark.parse(text)
                    .map(place ->
                            new EngineSettings(memoryBytes, threads, usual, place, Optional.of(EngineKind.SPARK))));
        }
    }
}
