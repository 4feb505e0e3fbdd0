package dev.daybreak.lake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers that were given, kept in the catalog's database: those of commits in the commit's own transaction. Thread-safe. */
public final class Receipts {
    /** A key is remembered for at least so long. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private final SharedCatalog catalog;

    Receipts(SharedCatalog catalog) {
        this.catalog = catalog;
    }

    static void prepare(SharedCatalog catalog) {
        catalog.connected(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        """
                        CREATE TABLE IF NOT EXISTS daybreak_receipts (
                          request_key TEXT PRIMARY KEY,
                          request     TEXT NOT NULL,
                          status      INTEGER NOT NULL,
                          body        TEXT NOT NULL,
                          metadata    TEXT NOT NULL,
                          answered_at BIGINT NOT NULL
                        )
                        """);
                statement.execute(
                        "CREATE INDEX IF NOT EXISTS daybreak_receipts_age ON daybreak_receipts (answered_at)");
            }
            return true;
        });
    }

    /** The answer to an earlier request with the key, if it is still remembered. */
    public Optional<Receipt> find(String key, Instant now) {
        return catalog.connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    SELECT request, status, body, metadata, answered_at
                    FROM daybreak_receipts
                    WHERE request_key = ? AND answered_at > ?
                    """)) {
                statement.setString(1, key);
                statement.setLong(2, now.minus(LIFETIME).toEpochMilli());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(receipt(key, row)) : Optional.empty();
                }
            }
        });
    }

    private static Receipt receipt(String key, ResultSet row) throws SQLException {
        return new Receipt(
                key,
                row.getString("request"),
                row.getInt("status"),
                row.getString("body"),
                row.getString("metadata"),
                Instant.ofEpochMilli(row.getLong("answered_at")));
    }

    /** Keeps an answer; the first for a key stays. */
    public void keep(Receipt receipt) {
        catalog.connected(connection -> {
            write(connection, "ON CONFLICT DO NOTHING", receipt);
            return true;
        });
    }

    /** In a transaction of the caller's; forgets those that are past their time. */
    static void insert(Connection connection, Receipt receipt) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM daybreak_receipts WHERE answered_at <= ?")) {
            statement.setLong(1, receipt.at().minus(LIFETIME).toEpochMilli());
            statement.executeUpdate();
        }
        write(connection, "", receipt);
    }

    private static void write(Connection connection, String conflict, Receipt receipt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO daybreak_receipts (request_key, request, status, body, metadata, answered_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """
                        + conflict)) {
            statement.setString(1, receipt.key());
            statement.setString(2, receipt.request());
            statement.setInt(3, receipt.status());
            statement.setString(4, receipt.body());
            statement.setString(5, receipt.metadata());
            statement.setLong(6, receipt.at().toEpochMilli());
            statement.executeUpdate();
        }
    }
}
