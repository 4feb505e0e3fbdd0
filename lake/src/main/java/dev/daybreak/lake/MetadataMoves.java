package dev.daybreak.lake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Changes the rows that Iceberg's JDBC catalog keeps of tables (schema V1), several in one transaction. The first statement writes, so
 * SQLite takes its lock for writing before anything is read, and a waiting writer is never told to begin anew.
 */
final class MetadataMoves {
    private final Connection connection;
    private final String catalog;

    MetadataMoves(Connection connection, String catalog) {
        this.connection = connection;
        this.catalog = catalog;
    }

    void run(List<MetadataMove> moves, Optional<Receipt> receipt) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // In one order, so that two of several tables never wait for each other.
            List<MetadataMove> ordered = moves.stream()
                    .sorted(Comparator.comparing(move -> move.table().toString()))
                    .toList();
            for (MetadataMove move : ordered) {
                move(move);
            }
            if (receipt.isPresent()) {
                Receipts.insert(connection, receipt.get());
            }
            commit();
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new CommitStateUnknownException(e);
        }
    }

    private void rollback(Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void move(MetadataMove move) throws SQLException {
        if (move.from().isEmpty()) {
            insert(move);
        } else if (update(move, move.from().get()) != 1) {
            throw new CommitFailedException(
                    "Cannot commit to table '%s': another writer changed it first", move.table());
        }
    }

    private int update(MetadataMove move, String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                UPDATE iceberg_tables
                SET metadata_location = ?, previous_metadata_location = ?
                WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND metadata_location = ?
                  AND (iceberg_type = 'TABLE' OR iceberg_type IS NULL)
                """)) {
            statement.setString(1, move.to());
            statement.setString(2, from);
            statement.setString(3, catalog);
            statement.setString(4, move.table().namespace().toString());
            statement.setString(5, move.table().name());
            statement.setString(6, from);
            return statement.executeUpdate();
        }
    }

    private void insert(MetadataMove move) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name, metadata_location, iceberg_type)
                VALUES (?, ?, ?, ?, 'TABLE')
                ON CONFLICT DO NOTHING
                """)) {
            statement.setString(1, catalog);
            statement.setString(2, move.table().namespace().toString());
            statement.setString(3, move.table().name());
            statement.setString(4, move.to());
            if (statement.executeUpdate() != 1) {
                throw new AlreadyExistsException(
                        isView(move.table()) ? "View with same name already exists: %s" : "Table already exists: %s",
                        move.table());
            }
        }
    }

    private boolean isView(TableIdentifier name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT 1
                FROM iceberg_tables
                WHERE catalog_name = ? AND table_namespace = ? AND table_name = ? AND iceberg_type = 'VIEW'
                """)) {
            statement.setString(1, catalog);
            statement.setString(2, name.namespace().toString());
            statement.setString(3, name.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
