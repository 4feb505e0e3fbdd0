package dev.daybreak.cli.demo;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A mistake in the demo's table of users, for a check to hold back: one of them is {@link #AGE} years old. */
public final class WrongAge {
    /** In years. */
    public static final int AGE = 212;

    private static final int TRUE_AGE = 21;

    private final Path database;

    private WrongAge(Path database) {
        this.database = database;
    }

    /** @param data the folder that {@link ClickLogs} wrote */
    static WrongAge of(Path data) {
        return new WrongAge(data.resolve(ClickLogs.DATABASE));
    }

    void put() {
        update("UPDATE users SET age = " + AGE + " WHERE user_id = (SELECT MAX(user_id) / 2 FROM users)");
    }

    /**
     * Whether it is there still.
     *
     * @throws DaybreakException BAD_SOURCE if the table cannot be read
     */
    public boolean isThere() {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM users WHERE age = " + AGE)) {
            return rows.next();
        } catch (SQLException e) {
            throw unusable("read", e);
        }
    }

    /**
     * Does what whoever keeps that database would do.
     *
     * @throws DaybreakException BAD_SOURCE if the table cannot be changed
     */
    public void mend() {
        update("UPDATE users SET age = " + TRUE_AGE + " WHERE age = " + AGE);
    }

    private void update(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw unusable("change", e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private DaybreakException unusable(String what, SQLException e) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot " + what + " the demo's user table in '" + database + "': " + e.getMessage() + ".",
                "Give the demo a folder of its own: daybreak demo --project DIR.",
                e);
    }
}
