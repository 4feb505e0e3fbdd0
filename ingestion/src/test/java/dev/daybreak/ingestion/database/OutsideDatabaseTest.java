package dev.daybreak.ingestion.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.project.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideDatabaseTest {
    @TempDir
    Path root;

    private OutsideDatabase database(String password) {
        return new OutsideDatabase(new Settings.Connection("shop", "jdbc:sqlite:shop.db", "", password), root);
    }

    @Test
    void tellsWhetherAQueryYieldsARow() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE loads (day TEXT)");
            statement.execute("INSERT INTO loads VALUES ('2023-01-01'), ('2023-01-01')");
        }

        assertThat(database("").hasRow("SELECT 1 FROM loads WHERE day = '2023-01-01'"))
                .isTrue();
        assertThat(database("").hasRow("SELECT 1 FROM loads WHERE day = '2023-01-02'"))
                .isFalse();
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        assertThatThrownBy(() -> database("").hasRow("SELECT 1")).hasMessage("the file does not exist");
        assertThat(root.resolve("shop.db")).doesNotExist();
    }

    @Test
    void aMessageIsToldWithoutThePassword() {
        assertThat(database("se.cret").masked("no\n  way with se.cret.")).isEqualTo("no; way with ***");
    }
}
