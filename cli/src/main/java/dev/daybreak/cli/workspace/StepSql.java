package dev.daybreak.cli.workspace;

import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.pipelines.step.LakeSql;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.tables.IntervalParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Puts the SELECTs of steps to the lake, as {@code daybreak query} does. */
final class StepSql implements LakeSql {
    private final Workspace workspace;

    StepSql(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public List<Map<String, Object>> query(String sql, DataInterval interval, int most, Consumer<Runnable> running) {
        Map<String, Object> parameters = IntervalParameters.of(interval, workspace.settings(), false);
        try (Session session = workspace.engine().open(workspace.settings().zone())) {
            running.accept(session::cancel);
            try (Rows rows = new LakeQuery(workspace, sql, parameters).run(session)) {
                return read(rows, most);
            }
        }
    }

    private static List<Map<String, Object>> read(Rows rows, int most) {
        List<String> names = rows.schema().names();
        List<Map<String, Object>> read = new ArrayList<>();
        while (rows.next()) {
            if (read.size() == most) {
                throw new DaybreakException(
                        ErrorCode.BAD_VALUE,
                        "Cannot hand on the rows of a query: there are more than " + most + ".",
                        "Count or limit them in the query, or make a table of them under assets/.");
            }
            Map<String, Object> row = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                row.put(names.get(column), rows.value(column));
            }
            read.add(row);
        }
        return read;
    }
}
