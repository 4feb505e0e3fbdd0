package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Engine;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.SqlPosition;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.filter.RowFilters;
import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import dev.daybreak.sql.text.TimeTravel;
import dev.daybreak.tables.SessionViews;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A query over the lake's tables, as {@code daybreak query} takes it; tables may carry a version after an {@code @}. */
public final class LakeQuery {
    private final Workspace workspace;
    private final Engine engine;
    private final ZoneId zone;
    private final Map<String, ?> parameters;
    private final TimeTravel query;
    private final List<OpenedFiles> opened = new ArrayList<>();

    /**
     * How many files of a table a query opens.
     *
     * @param of how many there are; 0 if whoever wrote them did not say
     * @param snapshot that they are of; empty if the table has none yet
     */
    public record OpenedFiles(AssetKey table, long files, long of, Optional<Long> snapshot) {}

    /**
     * @param engine that runs it
     * @param parameters values of the {@code :names} in the text
     */
    LakeQuery(Workspace workspace, Engine engine, String sql, Map<String, ?> parameters) {
        this.workspace = workspace;
        this.engine = engine;
        this.parameters = parameters;
        this.zone = workspace.settings().zone();
        this.query = TimeTravel.of(sql);
    }

    /** By the engine that computes queries. */
    LakeQuery(Workspace workspace, String sql, Map<String, ?> parameters) {
        this(workspace, workspace.engine(), sql, parameters);
    }

    /** Starts the query in a session; the caller closes the rows. */
    public Rows run(Session session) {
        BoundSql bound = bound(session);
        return told(bound, () -> session.query(bound.text()));
    }

    /** Makes what it yields readable in a session under a name. */
    void define(Session session, String name) {
        BoundSql bound = bound(session);
        told(bound, () -> {
            session.define(name, bound.text());
            return true;
        });
    }

    /** The snapshots that it would read now, by table; of a table that is empty, nothing. */
    Map<AssetKey, Long> snapshots() {
        Map<AssetKey, Long> snapshots = new HashMap<>();
        for (TableReference reference : SqlText.parse(query.text()).references()) {
            List<AssetKey> tables = isView(workspace, reference.asset())
                    ? workspace.graph().tablesBehind(reference.asset())
                    : List.of(reference.asset());
            for (AssetKey key : tables) {
                LakeTable table = table(workspace, key);
                version(reference)
                        .map(said -> TableVersion.snapshot(table, said, "@", zone))
                        .or(table::currentSnapshot)
                        .ifPresent(snapshot -> snapshots.put(key, snapshot));
            }
        }
        return snapshots;
    }

    private BoundSql bound(Session session) {
        Map<Integer, String> relations = new HashMap<>();
        SqlText text = SqlText.parse(query.text());
        Map<Integer, List<ColumnCondition>> conditions = RowFilters.of(text, parameters);
        for (TableReference reference : text.references()) {
            String relation = "t" + relations.size();
            if (isView(workspace, reference.asset())) {
                defineView(session, relation, reference.asset(), version(reference));
            } else {
                register(
                        session,
                        relation,
                        reference.asset(),
                        version(reference),
                        conditions.getOrDefault(reference.start(), List.of()));
            }
            relations.put(reference.start(), relation);
        }
        return SqlText.parse(query.text())
                .bind(reference -> Optional.ofNullable(relations.get(reference.start())), parameters);
    }

    private static <T> T told(BoundSql bound, Supplier<T> running) {
        try {
            return running.get();
        } catch (DaybreakException e) {
            if (e.getCause() instanceof SqlPosition position) {
                Position original = bound.original(position.line(), position.column());
                throw new DaybreakException(
                        e.code(),
                        e.getMessage() + " (line " + original.line() + ", column " + original.column()
                                + " of the query)",
                        mend(e),
                        e);
            }
            throw new DaybreakException(e.code(), e.getMessage(), mend(e), e);
        }
    }

    private void register(
            Session session,
            String relation,
            AssetKey key,
            Optional<String> version,
            List<ColumnCondition> conditions) {
        LakeTable table = table(workspace, key);
        Optional<Long> snapshot = version.map(said -> TableVersion.snapshot(table, said, "@", zone));
        LakeTable.Pinned pinned = table.pin(snapshot, DataInterval.ALL, zone, conditions);
        session.register(relation, pinned.relation());
        opened.add(new OpenedFiles(key, pinned.relation().files().size(), pinned.files(), pinned.snapshot()));
    }

    /** A view is its text of now over what the tables were that it reads. */
    private void defineView(Session session, String relation, AssetKey key, Optional<String> version) {
        version.filter(TableVersion::isSnapshot).ifPresent(id -> {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Invalid version '@" + id + "' of '" + key + "': it is a view, which has no snapshots.",
                    "Name a time, such as " + key + "@2023-01-05, or a tag that all tables have which it reads.");
        });
        Graph graph = workspace.graph();
        Map<AssetKey, String> names = new HashMap<>();
        for (AssetKey table : graph.tablesBehind(key)) {
            names.put(table, relation + "_" + names.size());
            register(session, names.get(table), table, version, List.of());
        }
        List<ViewAsset> views = new ArrayList<>(graph.viewsBehind(key));
        views.add((ViewAsset) graph.node(key).asset());
        for (ViewAsset view : views) {
            SessionViews.requireDialect(view, engine);
            String name = view.key().equals(key) ? relation : relation + "_" + names.size();
            SessionViews.define(
                    session,
                    view,
                    name,
                    named -> Optional.ofNullable(names.get(named)),
                    workspace.settings().variables());
            names.put(view.key(), name);
        }
    }

    static boolean isView(Workspace workspace, AssetKey key) {
        return workspace
                .graph()
                .find(key)
                .filter(node -> node.asset() instanceof ViewAsset)
                .isPresent();
    }

    /** What it opens of each table that it reads, once it was run. */
    public List<OpenedFiles> opened() {
        return List.copyOf(opened);
    }

    private static String mend(DaybreakException error) {
        boolean isText = error.code() == ErrorCode.INVALID_SQL && error.mend().isEmpty();
        return isText ? "A query is one SELECT; 'daybreak show ASSET' lists an asset's columns." : error.mend();
    }

    private Optional<String> version(TableReference reference) {
        return query.versions().stream()
                .filter(version -> version.reference().start() == reference.start())
                .map(TimeTravel.Version::version)
                .findFirst();
    }

    /**
     * @throws DaybreakException {@code NOT_FOUND} if there is none, which says whether it is an asset that was never published; {@code WRONG_USE}
     *     if it is a view
     */
    static LakeTable table(Workspace workspace, AssetKey key) {
        Lake lake = workspace.lake();
        if (isView(workspace, key)) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot read '" + key + "' as a table: it is a view, which has no rows and snapshots of its own.",
                    "Read it with 'daybreak query', or make a table of it: SELECT * FROM " + key + ".");
        }
        return lake.find(key).orElseThrow(() -> {
            boolean isAsset = workspace.graph().find(key).isPresent();
            List<String> known = lake.tables().stream().map(AssetKey::toString).toList();
            return new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot read '" + key + "': "
                            + (isAsset
                                    ? "it was never published."
                                    : "there is no table of that name." + NearestName.hint(key.toString(), known)),
                    isAsset
                            ? "Run it first: daybreak run +" + key
                            : "Tables there are: " + String.join(", ", known) + ".");
        });
    }
}
