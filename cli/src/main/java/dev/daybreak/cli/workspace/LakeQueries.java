package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.orchestration.store.Store;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.server.query.Queries;
import dev.daybreak.server.query.Query;
import dev.daybreak.server.query.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the lake of a workspace for people, by the embedded engine, whatever computes tables: a question is answered in this process or not at all.
 * Another environment is opened for each question. Thread-safe.
 */
final class LakeQueries implements Queries {
    /** How long a query may run. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SAMPLE = "sampled";
    /** About how many letters rows may have together; then the rest is cut, since all of it is held in memory. */
    private static final long MOST_LETTERS = 8_000_000;

    private final Workspace workspace;
    private final Duration patience;

    LakeQueries(Workspace workspace, Duration patience) {
        this.workspace = workspace;
        this.patience = patience;
    }

    @Override
    public Result run(Query query) {
        return in(query.environment(), there -> {
            AskedQuery asked = AskedQuery.of(there, query);
            Masks masks = masks(there, query.isUnmasked());
            return timed(there, session -> {
                long begin = System.nanoTime();
                LakeQuery lakeQuery = asked.lakeQuery();
                try (Rows rows = lakeQuery.run(session)) {
                    return result(rows, asked.masked(masks, rows.schema()), query.most(), read(lakeQuery), begin);
                }
            });
        });
    }

    private Masks masks(Workspace there, boolean isUnmasked) {
        return new Masks(there.sensitive(), isUnmasked, there.graph());
    }

    private static Map<String, Long> read(LakeQuery query) {
        Map<String, Long> read = new HashMap<>();
        query.opened().forEach(opened -> opened.snapshot()
                .ifPresent(id -> read.put(opened.table().toString(), id)));
        return read;
    }

    private static Result result(Rows rows, Set<Integer> masked, int most, Map<String, Long> read, long begin) {
        List<Column> columns = rows.schema().columns();
        List<List<Object>> values = new ArrayList<>();
        boolean isCut = false;
        long letters = 0;
        while (rows.next()) {
            if (values.size() == most || letters > MOST_LETTERS) {
                isCut = true;
                break;
            }
            List<Object> row = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                Object value = masked.contains(column) ? null : PlainValues.of(rows.value(column));
                letters += PlainValues.letters(value);
                row.add(value);
            }
            values.add(row);
        }
        return new Result(columns, masked, values, isCut, read, Duration.ofNanos(System.nanoTime() - begin));
    }

    @Override
    public Map<String, Long> versions(Query query) {
        return in(query.environment(), there -> {
            Map<String, Long> versions = new HashMap<>();
            AskedQuery.of(there, query)
                    .lakeQuery()
                    .snapshots()
                    .forEach((table, snapshot) -> versions.put(table.toString(), snapshot));
            return versions;
        });
    }

    @Override
    public Result sample(AssetKey asset, boolean isUnmasked, int most) {
        if (LakeQuery.isView(workspace, asset)) {
            String sql = "SELECT * FROM " + asset + " LIMIT " + most;
            return run(new Query(sql, Map.of(), Optional.empty(), "", isUnmasked, most));
        }
        ZoneId zone = workspace.settings().zone();
        LakeTable table = LakeQuery.table(workspace, asset);
        LakeTable.Pinned pinned = table.pin(Optional.empty(), newest(table, zone), zone);
        Masks masks = masks(workspace, isUnmasked);
        return timed(workspace, session -> {
            long begin = System.nanoTime();
            session.register(SAMPLE, pinned.relation());
            Map<String, Long> read = new HashMap<>();
            pinned.snapshot().ifPresent(snapshot -> read.put(asset.toString(), snapshot));
            try (Rows rows = session.query("SELECT * FROM " + SAMPLE + " LIMIT " + most)) {
                return result(rows, masks.of(asset, rows.schema()), most, read, begin);
            }
        });
    }

    /** The last partition that has rows; all of a table that is not cut along time. */
    private static DataInterval newest(LakeTable table, ZoneId zone) {
        return table.slices(zone).stream()
                .map(Slice::interval)
                .max(Comparator.naturalOrder())
                .orElse(DataInterval.ALL);
    }

    @Override
    public Path write(Query query, FileKind kind) {
        return in(query.environment(), there -> {
            AskedQuery asked = AskedQuery.of(there, query);
            Masks masks = masks(there, query.isUnmasked());
            QueryFile file = QueryFile.in(there.settings().state().resolve("tmp"), kind);
            return timed(there, session -> {
                file.write(session, asked, masks, query.most());
                return file.path();
            });
        });
    }

    @Override
    public Map<String, List<String>> tables(String environment) {
        return in(environment, there -> ReadableTables.of(there, "").named());
    }

    @Override
    public List<String> environments() {
        String own = workspace.settings().environment().name();
        List<String> names = new ArrayList<>(List.of(own));
        Store.environments(workspace.settings()).stream()
                .filter(name -> !name.equals(own))
                .forEach(names::add);
        return names;
    }

    private <T> T timed(Workspace there, Function<Session, T> work) {
        try (Session session = there.embeddedEngine().open(there.settings().zone())) {
            Supplier<T> all = () -> work.apply(session);
            return TimedWork.within(patience, session, all);
        }
    }

    private <T> T in(String environment, Function<Workspace, T> question) {
        boolean isOwn = environment.isEmpty()
                || environment.equals(workspace.settings().environment().name());
        if (isOwn) {
            return question.apply(workspace);
        }
        List<String> known = environments();
        if (!known.contains(environment)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot find environment '" + environment + "'." + NearestName.hint(environment, known),
                    "There are " + String.join(", ", known) + ".");
        }
        try (Workspace there = workspace.in(environment)) {
            return question.apply(there);
        }
    }
}
