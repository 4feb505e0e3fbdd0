package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.duckdb.DuckDbEngine;
import dev.daybreak.lake.Lake;
import dev.daybreak.models.boosting.XGBoostLibrary;
import dev.daybreak.orchestration.history.History;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.Project;
import dev.daybreak.project.Settings;
import dev.daybreak.project.Settings.EngineSettings;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;

/** What keeps, or would keep, a project from running here: machine, files, state and connections, each looked at by itself. */
public final class Diagnosis {
    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final String SECONDS_TO_CONNECT = "5";
    private final List<Finding> findings = new ArrayList<>();

    /**
     * One thing that was looked at.
     *
     * @param found what was there, or why it is bad
     * @param mend empty if it is healthy
     */
    public record Finding(String what, boolean healthy, String found, String mend) {}

    private Diagnosis() {}

    /** Looks at everything; a thing that is bad does not keep the next from being looked at. */
    public static List<Finding> of(ProjectFiles files, Path root) {
        Diagnosis diagnosis = new Diagnosis();
        diagnosis.machine();
        diagnosis.projectFiles(files, root);
        files.project().ifPresent(diagnosis::project);
        diagnosis.findings.addAll(PromiseDiagnosis.of(files));
        diagnosis.findings.addAll(TableDiagnosis.of(files));
        return List.copyOf(diagnosis.findings);
    }

    private void machine() {
        look(
                "Java",
                () -> Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MB heap");
        look("DuckDB", () -> {
            Path folder = Files.createTempDirectory("daybreak-doctor");
            try (Engine engine = DuckDbEngine.open(new DuckDbEngine.Settings(128L << 20, 1, folder));
                    Session session = engine.open(ZoneOffset.UTC.normalized());
                    Rows rows = session.query("SELECT version()")) {
                rows.next();
                return String.valueOf(rows.value(0));
            } finally {
                Files.deleteIfExists(folder);
            }
        });
        look("XGBoost", XGBoostLibrary::check);
    }

    private void projectFiles(ProjectFiles files, Path root) {
        if (files.hasErrors()) {
            Problem first = files.problems().stream()
                    .filter(Problem::isError)
                    .findFirst()
                    .orElseThrow();
            findings.add(new Finding(
                    "project files",
                    false,
                    files.errors() + " errors, the first: " + first.place() + ": " + first.message(),
                    "See all of them: daybreak validate --project " + root));
        } else {
            findings.add(new Finding(
                    "project files",
                    true,
                    root + ", warnings: " + files.problems().size(),
                    ""));
        }
    }

    private void project(Project project) {
        Settings settings = project.settings();
        Path state = settings.state();
        look("state folder", () -> {
            Files.createDirectories(state);
            Files.delete(Files.createTempFile(state, "doctor", ".tmp"));
            return state + " can be written";
        });
        look("disk", () -> {
            long free = Files.getFileStore(state).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new IOException("only " + (free >> 20) + " MB are left on the disk of " + state);
            }
            return (free >> 30) + " GB left";
        });
        look("metadata store", () -> {
            try (Store store = Store.open(settings)) {
                List<RunRecord> runs = new History(store).runs(1);
                return runs.isEmpty()
                        ? "no run yet"
                        : "last run " + runs.get(0).id() + " " + runs.get(0).state();
            }
        });
        if (usesSpark(project)) {
            look("Spark", () -> Engines.examineSpark(settings.engine(), state.resolve("tmp")));
        }
        look("lake", () -> {
            try (Lake lake = Lake.open(settings.lake())) {
                return lake.tables().size() + " tables";
            }
        });
        if (settings.warehouse().isPresent()) {
            look("object store", () -> {
                try (Lake lake = Lake.open(settings.lake())) {
                    return lake.examineStore().orElseThrow();
                }
            });
        }
        settings.connections()
                .values()
                .forEach(connection -> look("connection " + connection.name(), () -> {
                    connect(connection, project.root());
                    return connection + " answers";
                }));
    }

    private static boolean usesSpark(Project project) {
        EngineSettings engine = project.settings().engine();
        return engine.kind() == EngineKind.SPARK
                || project.tables().stream().anyMatch(table -> engine.of(table) == EngineKind.SPARK)
                || project.views().stream().anyMatch(view -> engine.of(view) == EngineKind.SPARK);
    }

    private static void connect(Settings.Connection connection, Path root) throws SQLException, IOException {
        String sqlite = "jdbc:sqlite:";
        String url = connection.url();
        if (url.startsWith(sqlite)) {
            Path file = root.resolve(url.substring(sqlite.length()));
            if (!Files.exists(file)) {
                throw new IOException("there is no file " + file);
            }
            url = sqlite + file;
        }
        Properties properties = new Properties();
        if (!connection.user().isEmpty()) {
            properties.put("user", connection.user());
            properties.put("password", connection.password());
        }
        if (url.startsWith("jdbc:postgresql:")) {
            properties.put("connectTimeout", SECONDS_TO_CONNECT);
        }
        try (Connection opened = DriverManager.getConnection(url, properties)) {
            opened.getMetaData().getDatabaseProductName();
        }
    }

    private void look(String what, Callable<String> check) {
        try {
            findings.add(new Finding(what, true, check.call(), ""));
        } catch (DaybreakException e) {
            findings.add(new Finding(what, false, e.getMessage(), e.mend()));
        } catch (Exception | LinkageError e) {
            findings.add(
                    new Finding(what, false, String.valueOf(e.getMessage()), "See whether it exists and may be used."));
        }
    }
}
