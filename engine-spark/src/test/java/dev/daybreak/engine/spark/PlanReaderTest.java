package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.QueryPlan.Read;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
    @Test
    void findsWhatIsReadOfSnapshotsAndOfNothingElse() {
        QueryPlan plan = PlanReader.plan(
                """
                == Physical Plan ==
                * Project (3)
                +- BatchScan daybreak.pinned.in0_raw_clicks_a2aaf72d (1)

                (1) BatchScan daybreak.pinned.in0_raw_clicks_a2aaf72d
                Output [3]: [user_id#1157L, item#1158, _pos#9L]
                IcebergScan(table=daybreak.pinned.in0_raw_clicks_a2aaf72d, schemaId=0, snapshotId=8, branch=null, \
                filters=user_id IN (1, 2), day >= 20148, runtimeFilters=, groupedBy=)

                (2) BatchScan daybreak.pinned.in1_users_0123abcd
                Output: []
                IcebergScan(table=daybreak.pinned.in1_users_0123abcd, schemaId=0, snapshotId=9, branch=null, \
                filters=, runtimeFilters=, groupedBy=)

                (3) BatchScan other.catalogs.table
                Output [1]: [x#1]

                """);

        assertThat(plan.reads())
                .containsExactly(
                        new Read(
                                "in0_raw_clicks",
                                List.of("user_id", "item"),
                                List.of("user_id IN (1, 2)", "day >= 20148")),
                        new Read("in1_users", List.of(), List.of()));
        assertThat(plan.text()).startsWith("== Physical Plan ==").endsWith("[x#1]");
    }
}
