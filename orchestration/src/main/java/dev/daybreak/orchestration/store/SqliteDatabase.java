package dev.daybreak.orchestration.store;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Metadata in one SQLite file. Connections are kept when they are given back and used again, one user at a time each.
 *
 * <p>The file is in WAL mode, so that readers never wait. Transactions begin IMMEDIATE: one that read first and wrote later
 * would fail at once, whatever the busy timeout, if another wrote in between.
 */
final class SqliteDatabase implements Database {
    private static final Duration BUSY = Duration.ofSeconds(60);
    /** A file lock does not keep threads of one process apart. */
    private static final ReentrantLock MIGRATING = new ReentrantLock();

    private final Path file;
    private final SQLiteDataSource source;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Jdbi jdbi;
    private final SharedTransactions shared;
    private volatile boolean closed;

    SqliteDatabase(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        config.enforceForeignKeys(true);
        // Its log comes to the disk before it is brought into the database, and when SqliteTransactions says so.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        LogFlush log = new LogFlush(file.resolveSibling(file.getFileName() + "-wal"));
        this.jdbi = makeJdbi(log);
        this.shared = new SharedTransactions(jdbi, log, handle -> handle.createQuery(clockQuery())
                .mapTo(Long.class)
                .one());
    }

    @Override
    public String location() {
        return file.toString();
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public <R, X extends Exception> R inTransaction(String topic, boolean isLight, HandleCallback<R, X> callback)
            throws X {
        boolean isInside = jdbi.withHandle(Handle::isInTransaction);
        return isInside ? jdbi.withHandle(callback) : shared.run(isLight, callback);
    }

    private Jdbi makeJdbi(LogFlush log) {
        Jdbi made = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() throws SQLException {
                Connection known = idle.pollFirst();
                return known != null ? known : source.getConnection();
            }

            @Override
            public void closeConnection(Connection connection) throws SQLException {
                if (closed || connection.isClosed() || !connection.getAutoCommit()) {
                    connection.close();
                } else {
                    idle.addFirst(connection);
                }
            }
        });
        made.setTransactionHandler(new SqliteTransactions(log));
        return made;
    }

    @Override
    public DataSource migrationSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        SQLiteDataSource migrating = new SQLiteDataSource(config);
        migrating.setUrl(source.getUrl());
        return migrating;
    }

    @Override
    public String tableQuery() {
        return "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :table";
    }

    @Override
    public String clockQuery() {
        return "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    }

    @Override
    public List<Long> tokens(Handle handle, int count) {
        long last = handle.createQuery("UPDATE token SET last_token = last_token + :count RETURNING last_token")
                .bind("count", count)
                .mapTo(Long.class)
                .one();
        return LongStream.rangeClosed(last - count + 1, last).boxed().toList();
    }

    @Override
    public void raiseTokens(Handle handle, long token) {
        handle.createUpdate("UPDATE token SET last_token = :token WHERE last_token < :token")
                .bind("token", token)
                .execute();
    }

    @Override
    public void whileLocked(Runnable migration) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        MIGRATING.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid()) {
                migration.run();
            }
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot lock '" + lockFile + "' to set up the metadata store: " + e.getMessage() + ".",
                    "Make the folder writable and check that the disk is not full.",
                    e);
        } finally {
            MIGRATING.unlock();
        }
    }

    @Override
    public DaybreakException failure(String what, Exception cause) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot " + what + " the metadata store '" + file + "': " + Database.rootMessage(cause) + ".",
                "Check that the file is a readable SQLite database, that its folder is writable and that the disk is not full.",
                cause);
    }

    @Override
    public void close() {
        closed = true;
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // Everything is committed; the connection ends with the process at the latest.
            }
        }
    }

    static Path create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot create the state folder '" + folder + "': " + reason(e) + ".",
                    "Make the folder above it writable, or set another 'state' folder in daybreak.yaml.",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot write to the state folder '" + folder + "': it may only be read.",
                    "Make it writable for this user, or set another 'state' folder in daybreak.yaml. What was"
                            + " published is untouched.",
                    null);
        }
        return folder.resolve("metadata.db");
    }

    /** Java says of files only which one it was, and the rest by the kind of exception. */
    private static String reason(IOException failure) {
        if (failure instanceof FileAlreadyExistsException exists) {
            return "'" + exists.getFile() + "' is there and is no folder";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "'" + denied.getFile() + "' may not be written";
        }
        if (failure instanceof FileSystemException file) {
            return "'" + file.getFile() + "' cannot be made"
                    + (file.getReason() == null ? "" : " (" + file.getReason() + ")");
        }
        return failure.toString();
    }
}
