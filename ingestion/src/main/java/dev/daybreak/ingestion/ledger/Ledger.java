package dev.daybreak.ingestion.ledger;

import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.AssetKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What sources have brought in: files, cursor values, and the files of bad records that belong to a step. Rows of a step are
 * pending until {@link #settle}. Thread-safe.
 */
public final class Ledger {
    private final Jdbi jdbi;

    public Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The files that published steps have brought in, by path. */
    public Map<String, SeenFile> files(AssetKey asset) {
        Map<String, SeenFile> files = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT path, size_bytes, modified_at, checksum
                        FROM ingested_file
                        WHERE asset = :asset AND state = 'done'
                        """)
                .bind("asset", asset.toString())
                .map((row, context) -> new SeenFile(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .forEach(file -> files.put(file.path(), file)));
        return files;
    }

    /** Takes down that files have other times of change than when they were brought in, and the same content. */
    public void touch(AssetKey asset, List<SeenFile> files) {
        if (files.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "UPDATE ingested_file SET modified_at = :modified WHERE asset = :asset AND path = :path AND state = 'done'");
            for (SeenFile file : files) {
                batch.bind("asset", asset.toString())
                        .bind("path", file.path())
                        .bind("modified", file.modifiedMillis())
                        .add();
            }
            batch.execute();
        });
    }

    /** The greatest cursor value that a published step has brought in. */
    public Optional<String> cursor(AssetKey asset) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT cursor_value
                        FROM source_cursor
                        WHERE asset = :asset AND state = 'done'
                        ORDER BY ordinal DESC
                        LIMIT 1
                        """)
                .bind("asset", asset.toString())
                .mapTo(String.class)
                .findFirst());
    }

    /** Writes down what a step is about to publish, in place of what an earlier attempt at it wrote. */
    public void expect(StepEntry entry) {
        jdbi.useTransaction(handle -> {
            forget(handle, entry.asset(), entry.step());
            insertFiles(handle, entry);
            entry.cursor().ifPresent(value -> insertCursor(handle, entry, value));
            insertAside(handle, entry);
        });
    }

    private static void insertFiles(Handle handle, StepEntry entry) {
        if (entry.files().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO ingested_file
                    (asset, path, step_key, attempt, state, size_bytes, modified_at, checksum, row_count, bad_count)
                VALUES (:asset, :path, :step, :attempt, 'pending', :size, :modified, :checksum, :rows, :bad)
                """);
        for (StepEntry.FileEntry file : entry.files()) {
            batch.bind("asset", entry.asset().toString())
                    .bind("path", file.file().path())
                    .bind("step", entry.step())
                    .bind("attempt", entry.attempt())
                    .bind("size", file.file().size())
                    .bind("modified", file.file().modifiedMillis())
                    .bind("checksum", file.file().checksum())
                    .bind("rows", file.rows())
                    .bind("bad", file.bad())
                    .add();
        }
        batch.execute();
    }

    private static void insertCursor(Handle handle, StepEntry entry, String value) {
        handle.createUpdate(
                        """
                        INSERT INTO source_cursor (asset, step_key, ordinal, state, cursor_value)
                        SELECT :asset, :step, COALESCE(MAX(ordinal), 0) + 1, 'pending', :value
                        FROM source_cursor
                        WHERE asset = :asset
                        """)
                .bind("asset", entry.asset().toString())
                .bind("step", entry.step())
                .bind("value", value)
                .execute();
    }

    private static void insertAside(Handle handle, StepEntry entry) {
        entry.aside()
                .forEach((kind, files) -> files.forEach(file -> handle.createUpdate(
                                """
                        INSERT INTO aside_file (asset, step_key, kind, attempt, path, row_count, size_bytes)
                        VALUES (:asset, :step, :kind, :attempt, :path, :rows, :size)
                        """)
                        .bind("asset", entry.asset().toString())
                        .bind("step", entry.step())
                        .bind("kind", kind)
                        .bind("attempt", entry.attempt())
                        .bind("path", file.path().toString())
                        .bind("rows", file.rows())
                        .bind("size", file.bytes())
                        .execute()));
    }

    /** The files of a kind of what was put aside that a step is still to publish; empty if there are none. */
    public List<WrittenFile> aside(AssetKey asset, String step, String kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT path, row_count, size_bytes
                        FROM aside_file
                        WHERE asset = :asset AND step_key = :step AND kind = :kind
                        ORDER BY path
                        """)
                .bind("asset", asset.toString())
                .bind("step", step)
                .bind("kind", kind)
                .map((row, context) ->
                        new WrittenFile(Path.of(row.getString(1)), row.getLong(2), row.getLong(3), List.of()))
                .list());
    }

    /**
     * Says that a step is published, with what it put aside.
     *
     * @param replaces whether it took the place of everything that was brought in before
     */
    public void settle(AssetKey asset, String step, boolean replaces) {
        jdbi.useTransaction(handle -> {
            if (replaces) {
                update(
                        handle,
                        "DELETE FROM ingested_file WHERE asset = :asset AND step_key <> :step AND state = 'done'",
                        asset,
                        step);
            }
            update(
                    handle,
                    "UPDATE ingested_file SET state = 'done' WHERE asset = :asset AND step_key = :step",
                    asset,
                    step);
            update(
                    handle,
                    "UPDATE source_cursor SET state = 'done' WHERE asset = :asset AND step_key = :step",
                    asset,
                    step);
            update(handle, "DELETE FROM aside_file WHERE asset = :asset AND step_key = :step", asset, step);
        });
    }

    /** Removes what a step wrote down that was never published. What is done stays. */
    public void forget(AssetKey asset, String step) {
        jdbi.useTransaction(handle -> forget(handle, asset, step));
    }

    private static void forget(Handle handle, AssetKey asset, String step) {
        for (String table : List.of("ingested_file", "source_cursor")) {
            update(
                    handle,
                    "DELETE FROM " + table + " WHERE asset = :asset AND step_key = :step AND state = 'pending'",
                    asset,
                    step);
        }
        update(handle, "DELETE FROM aside_file WHERE asset = :asset AND step_key = :step", asset, step);
    }

    private static void update(Handle handle, String sql, AssetKey asset, String step) {
        handle.createUpdate(sql)
                .bind("asset", asset.toString())
                .bind("step", step)
                .execute();
    }

    /** The version that the last look at a database file found, if the file has still the same stamp. */
    public Optional<String> probed(AssetKey asset, String stamp) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT version FROM source_probe WHERE asset = :asset AND stamp = :stamp")
                        .bind("asset", asset.toString())
                        .bind("stamp", stamp)
                        .mapTo(String.class)
                        .findFirst());
    }

    /** Keeps what a look at a database file found. */
    public void keepProbe(AssetKey asset, String stamp, String version) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM source_probe WHERE asset = :asset")
                    .bind("asset", asset.toString())
                    .execute();
            handle.createUpdate("INSERT INTO source_probe (asset, stamp, version) VALUES (:asset, :stamp, :version)")
                    .bind("asset", asset.toString())
                    .bind("stamp", stamp)
                    .bind("version", version)
                    .execute();
        });
    }
}
