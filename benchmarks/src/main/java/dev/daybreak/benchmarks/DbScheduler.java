package dev.daybreak.benchmarks;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.ScheduledTaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The other side of the claims: db-scheduler, with the statement that it recommends for PostgreSQL. */
final class DbScheduler {
    private static final int TASKS = 20_000;
    private static final int BATCH = 100;

    private DbScheduler() {}

    /** Tasks per second that are picked, of 20,000 that are due, in batches of 100. */
    static double claimRate(DataSource server, int round) throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(server);
            makeTable(pool);
            OneTimeTask<Void> task = Tasks.oneTime("task").execute((instance, context) -> {});
            SystemClock clock = new SystemClock();
            JdbcTaskRepository repository = new JdbcTaskRepository(
                    pool,
                    true,
                    new PostgreSqlJdbcCustomization(false, false),
                    JdbcTaskRepository.DEFAULT_TABLE_NAME,
                    new TaskResolver(SchedulerListeners.NOOP, clock, List.of(task)),
                    new SchedulerName.Fixed("bench" + round),
                    false,
                    clock);
            Instant due = Instant.now().minusSeconds(60);
            List<ScheduledTaskInstance> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                tasks.add(new ScheduledTaskInstance(task.instance(String.valueOf(i)), due));
            }
            repository.createBatch(tasks);
            execute(pool, "ANALYZE scheduled_tasks");
            long began = System.nanoTime();
            int picked = 0;
            for (int batch = BATCH; batch > 0; picked += batch) {
                batch = repository.lockAndGetDue(Instant.now(), BATCH).size();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (picked != TASKS) {
                throw new IllegalStateException("db-scheduler picked " + picked + " of " + TASKS + " tasks");
            }
            return TASKS / seconds;
        }
    }

    /** The columns and indexes that db-scheduler asks for. */
    private static void makeTable(DataSource pool) throws SQLException {
        execute(pool, "DROP TABLE IF EXISTS scheduled_tasks");
        execute(
                pool,
                """
                CREATE TABLE scheduled_tasks (
                    task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
                    execution_time TIMESTAMP WITH TIME ZONE NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT,
                    last_success TIMESTAMP WITH TIME ZONE, last_failure TIMESTAMP WITH TIME ZONE, consecutive_failures INT,
                    last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT NOT NULL, priority SMALLINT,
                    PRIMARY KEY (task_name, task_instance))
                """);
        execute(pool, "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
        execute(pool, "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    private static void execute(DataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
