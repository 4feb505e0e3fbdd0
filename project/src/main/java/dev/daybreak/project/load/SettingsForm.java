package dev.daybreak.project.load;

import dev.daybreak.project.Environment;
import dev.daybreak.project.Settings;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.asset.Tries;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.form.YamlValue;
import dev.daybreak.project.lake.Warehouse;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.TimeText;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The form of {@code daybreak.yaml}. */
final class SettingsForm {
    static final String FILE = "daybreak.yaml";

    /** The format versions that this program reads: from 1 up to this one. */
    static final int NEWEST_VERSION = 1;

    static final Key<String> NAME = Key.required("name", Scalars.text(), "The project's name.");
    static final Key<Long> VERSION = Key.withDefault(
            "version",
            Scalars.wholeNumber(1, Integer.MAX_VALUE),
            "The version of the project format that the files are written in.",
            1L,
            "1");
    static final Key<ZoneId> TIMEZONE = Key.withDefault(
            "timezone",
            Scalars.parsed("a time zone, such as 'UTC' or 'Europe/Berlin'", SettingsForm::zone),
            "The time zone in which days, weeks and months are cut.",
            ZoneOffset.UTC,
            "UTC");
    static final Key<String> START =
            Key.optional("start", CommonKeys.TIME, "Where partitioned assets begin, unless they say their own start.");
    static final Key<String> END = Key.optional(
            "end",
            CommonKeys.TIME,
            "Where partitioned assets end (exclusive), unless a range is given; by default now.");
    static final Key<Map<String, Located<Object>>> VARIABLES = Key.withDefault(
            "variables",
            Shapes.mapOf(Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"), "letters, digits and _", Shapes.anyScalar()),
            "Values for :name in SQL texts and ${var:name} in YAML; --var NAME=VALUE replaces one.",
            Map.of(),
            "none");

    private static final Key<String> URL =
            Key.required("url", Scalars.text(), "A JDBC URL, such as jdbc:postgresql://host/database.");
    private static final Key<String> USER = Key.withDefault("user", Scalars.text(), "The user's name.", "", "none");
    private static final Key<String> PASSWORD = Key.withDefault(
            "password", Scalars.secret(), "The password; take it from ${env:NAME} or ${file:path}.", "", "none");
    static final Form CONNECTION = Form.of("a connection", URL, USER, PASSWORD);
    static final Key<Map<String, Located<Fields>>> CONNECTIONS = Key.withDefault(
            "connections",
            Shapes.mapOf(Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*"), "letters, digits, _ and -", CONNECTION),
            "Databases outside the project, by a name that sources use.",
            Map.of(),
            "none");

    private static final Pattern POSTGRES = Pattern.compile("(jdbc:)?postgresql://[^/\\s]+/[^/\\s]+");
    private static final Key<String> METADATA_URL = Key.required(
            "url",
            Scalars.parsed("a PostgreSQL database, such as 'postgresql://host:5432/daybreak'", SettingsForm::postgres),
            "The database, as postgresql://host:5432/database.");
    static final Form METADATA = Form.of("the metadata store", METADATA_URL, USER, PASSWORD);
    private static final Key<Fields> METADATA_KEY = Key.optional(
            "metadata",
            METADATA,
            "The PostgreSQL database that holds runs, leases and history; by default a file in the state folder.");
    private static final Key<String> STATE = Key.withDefault(
            "state",
            Scalars.text(),
            "The folder with metadata, catalog, tables, models and logs; relative to the project's folder.",
            ".daybreak",
            ".daybreak");

    static final Key<String> SAMPLE_BY = Key.optional(
            "sample_by",
            Scalars.text(),
            "The column that decides which rows --sample takes; by default the one like user_id that most sources have.");
    static final Form ENVIRONMENT = Form.of("an environment", VARIABLES, CONNECTIONS, EngineForm.ENGINE, START, END);
    static final Key<Map<String, Located<Fields>>> ENVIRONMENTS = Key.withDefault(
            "environments",
            Shapes.mapOf(Environment.NAME, Environment.PERMITTED, ENVIRONMENT),
            "What is different in variants of the project's tables, by the name that --env takes. Others need no entry.",
            Map.of(),
            "none");

    static final Form FORM = Form.of(
            "daybreak.yaml",
            NAME,
            VERSION,
            TIMEZONE,
            START,
            END,
            VARIABLES,
            CONNECTIONS,
            EngineForm.ENGINE,
            METADATA_KEY,
            TriesForm.RETRIES,
            TriesForm.TIMEOUT,
            PoolForm.POOLS,
            AlertForm.ALERTS,
            AlertForm.MAIL,
            AlertForm.ON_FAILURE,
            AlertForm.ON_LATE,
            TokenForm.TOKENS,
            AdmissionForm.USERS,
            AdmissionForm.OIDC,
            AdmissionForm.ADDRESS,
            ENVIRONMENTS,
            SAMPLE_BY,
            MaintenanceForm.MAINTAIN,
            LakeForm.LAKE,
            STATE);

    private SettingsForm() {}

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> postgres(String text) {
        return POSTGRES.matcher(text.strip()).matches() ? Optional.of(text.strip()) : Optional.empty();
    }

    /** @return empty if an error was noted */
    static Optional<Settings> read(
            YamlValue value, Path root, String environment, SortedMap<String, Object> variables, Problems problems) {
        int before = problems.errors();
        Optional<Fields> read = FORM.readAll(FILE, value, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = read.get();
        ZoneId zone = fields.find(TIMEZONE).orElse(ZoneOffset.UTC);
        Optional<Instant> start = fields.find(START).flatMap(text -> TimeText.parse(text, zone));
        Optional<Instant> end = fields.find(END).flatMap(text -> TimeText.parse(text, zone));
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            problems.error(
                    fields.place(END),
                    "Invalid end " + end.get() + ": it is not after the start " + start.get() + ".",
                    "");
        }
        Map<String, Settings.Connection> connections = connections(fields);
        Optional<Settings.Connection> metadata = fields.find(METADATA_KEY).map(found -> metadata(found, problems));
        Alerts alerts = AlertForm.read(fields, problems);
        Admission admission = AdmissionForm.read(fields, problems);
        MaintenancePolicy maintenance = MaintenanceForm.read(fields, problems);
        Optional<Warehouse> lake = LakeForm.read(fields, problems);
        if (problems.errors() > before) {
            return Optional.empty();
        }
        return Optional.of(new Settings(
                fields.value(NAME),
                zone,
                start,
                end,
                variables,
                connections,
                fields.value(EngineForm.ENGINE),
                metadata,
                TriesForm.read(fields, Tries.DEFAULT),
                PoolForm.pools(fields),
                alerts,
                admission,
                maintenance,
                new Environment(environment, root.resolve(fields.value(STATE)).normalize()),
                lake,
                fields.find(SAMPLE_BY),
                Optional.empty()));
    }

    private static Map<String, Settings.Connection> connections(Fields fields) {
        Map<String, Settings.Connection> connections = new HashMap<>();
        fields.find(CONNECTIONS).orElse(Map.of()).forEach((name, found) -> {
            Fields connection = found.value();
            connections.put(
                    name,
                    new Settings.Connection(
                            name, connection.value(URL), connection.value(USER), connection.value(PASSWORD)));
        });
        return connections;
    }

    private static Settings.Connection metadata(Fields fields, Problems problems) {
        String url = fields.value(METADATA_URL);
        if (url.replaceFirst("\\?.*", "").contains("@")) {
            problems.error(
                    fields.place(METADATA_URL),
                    "Invalid url of 'metadata': it holds a user or password.",
                    "Write them under 'user' and 'password', as ${env:NAME} or ${file:path}.");
        }
        return new Settings.Connection("metadata", url, fields.value(USER), fields.value(PASSWORD));
    }

    /** The start of the file, for what is said of all of it. */
    static Place place() {
        return Place.of(FILE);
    }
}
