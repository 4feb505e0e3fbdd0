package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DistinctEstimateTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        DistinctEstimate.register(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private String first(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void standsWhereverAnAggregateMay() throws SQLException {
        assertThat(
                        first(
                                "SELECT approx_count_distinct(i) + MIN(g) AS n, g FROM (SELECT i, i % 2 AS g FROM range(20) AS r(i))"
                                        + " GROUP BY ALL HAVING approx_count_distinct(i) > 9 ORDER BY approx_count_distinct(i), g DESC"))
                .isEqualTo("11");
    }

    @Test
    void leavesDuckDbItsOwn() throws SQLException {
        assertThat(first("SELECT system.main.approx_count_distinct(i) FROM range(3) AS r(i)"))
                .isEqualTo("3");
    }

    @Test
    void refusesDecimalsThatSparkHashesOtherwise() {
        assertThatThrownBy(() -> first("SELECT approx_count_distinct(CAST(i AS DECIMAL(19, 2))) FROM range(3) AS r(i)"))
                .hasMessageContaining(
                        "Cannot use approx_count_distinct of a DECIMAL(19,2): decimals have at most 18 digits"
                                + " there. Write approx_count_distinct(CAST(x AS STRING)).");
    }
}
