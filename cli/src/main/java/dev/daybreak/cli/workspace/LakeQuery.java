package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.SqlPosition;
import dev.daybreak.lake.Lake;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.AssetKey;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A query over the lake's tables, as {@code daybreak query} takes it; tables may carry a version after an {@code @}. */
public final class LakeQuery {
    private final Workspace workspace;
    private final ZoneId zone;
    private final Map<String, ?> parameters;
    private final TimeTravel query;
    private final List<OpenedFiles> opened = new ArrayList<>();

    /**
     * How many files of a table a query opens.
     *
     * @param of how many there are; 0 if whoever wrote them did not say
     */
    public record OpenedFiles(AssetKey table, long files, long of) {}

    /** @param parameters values of the {@code :names} in the text */
    LakeQuery(Workspace workspace, String sql, Map<String, ?> parameters) {
        this.workspace = workspace;
        this.parameters = parameters;
        this.zone = workspace.settings().zone();
        this.query = TimeTravel.of(sql);
    }

    /** Starts the query in a session; the caller closes the rows. */
    public Rows run(Session session) {
        Map<Integer, String> relations = new HashMap<>();
        SqlText text = SqlText.parse(query.text());
        Map<Integer, List<ColumnCondition>> conditions = RowFilters.of(text, parameters);
        for (TableReference reference : text.references()) {
            String relation = "t" + relations.size();
            LakeTable table = table(workspace, reference.asset());
            Optional<Long> snapshot =
                    version(reference).map(version -> TableVersion.snapshot(table, version, "@", zone));
            LakeTable.Pinned pinned =
                    table.pin(snapshot, DataInterval.ALL, zone, conditions.getOrDefault(reference.start(), List.of()));
            session.register(relation, pinned.relation());
            opened.add(
                    new OpenedFiles(reference.asset(), pinned.relation().files().size(), pinned.files()));
            relations.put(reference.start(), relation);
        }
        BoundSql bound = SqlText.parse(query.text())
                .bind(reference -> Optional.ofNullable(relations.get(reference.start())), parameters);
        try {
            return session.query(bound.text());
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

    /** What it opens of each table that it names, once it was run. */
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

    /** @throws DaybreakException {@code NOT_FOUND} if there is none, which says whether it is an asset that was never published */
    static LakeTable table(Workspace workspace, AssetKey key) {
        Lake lake = workspace.lake();
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
