package dev.daybreak.cli.workspace;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.server.query.Query;
import dev.daybreak.sql.analysis.FreeQuery;
import dev.daybreak.sql.query.OutputColumn;
import dev.daybreak.sql.query.SqlProblem;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import dev.daybreak.sql.text.TimeTravel;
import dev.daybreak.tables.IntervalParameters;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A query of somebody that may be run: it reads tables and nothing else. */
final class AskedQuery {
    private final Workspace workspace;
    private final FreeQuery query;
    private final Map<String, Object> parameters;

    private AskedQuery(Workspace workspace, FreeQuery query, Map<String, Object> parameters) {
        this.workspace = workspace;
        this.query = query;
        this.parameters = parameters;
    }

    /** @throws DaybreakException {@code INVALID_SQL} with line and column if it may not be run */
    static AskedQuery of(Workspace workspace, Query asked) {
        Map<String, Object> parameters = new TreeMap<>(asked.parameters());
        asked.interval()
                .map(interval -> IntervalParameters.of(interval, workspace.settings(), false))
                .ifPresent(ends -> SqlText.RESERVED.forEach(name -> parameters.put(name, ends.get(name))));
        FreeQuery query = FreeQuery.of(asked.sql(), parameters, ReadableTables.of(workspace, asked.sql()));
        if (!query.problems().isEmpty()) {
            SqlProblem first = query.problems().get(0);
            int more = query.problems().size() - 1;
            throw new DaybreakException(
                    ErrorCode.INVALID_SQL,
                    first.message() + " (line " + first.position().line() + ", column "
                            + first.position().column() + " of the query"
                            + (more == 0 ? "" : "; " + more + " more after it") + ")",
                    first.mend());
        }
        return new AskedQuery(workspace, query, parameters);
    }

    /** What runs it; for one run. */
    LakeQuery lakeQuery() {
        return new LakeQuery(workspace, workspace.embeddedEngine(), query.text(), parameters);
    }

    /** Which columns of what it yields must be hidden: those that are made of what must. All, if it cannot be told and anything that is read must. */
    Set<Integer> masked(Masks masks, Schema yielded) {
        Set<Integer> masked = new HashSet<>();
        if (masks.isOff()) {
            return masked;
        }
        List<OutputColumn> columns = query.analysis().columns();
        boolean isTold = query.analysis().isComplete()
                && columns.size() == yielded.columns().size();
        boolean readsAny = SqlText.parse(TimeTravel.of(query.text()).text()).references().stream()
                .map(TableReference::asset)
                .anyMatch(masks::holdsAny);
        for (int i = 0; i < yielded.columns().size(); i++) {
            boolean isHidden = isTold ? columns.get(i).direct().stream().anyMatch(masks::isSensitive) : readsAny;
            if (isHidden) {
                masked.add(i);
            }
        }
        return masked;
    }
}
