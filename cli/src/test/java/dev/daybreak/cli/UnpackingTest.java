package dev.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
    private static final String DRIVER = "org.duckdb.DuckDBDriver";

    @TempDir
    Path folder;

    @Test
    void theEngineStartsFromALibraryBesideItsJar() throws Exception {
        Path jar = copyOfTheJar();

        Unpacking.unpackDuckDb(folder);

        assertThat(libraries(jar)).isEmpty();
        assertThat(filesBeside()).hasSize(2).contains(jar);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Driver driver =
                    (Driver) loader.loadClass(DRIVER).getDeclaredConstructor().newInstance();
            try (Connection connection = driver.connect("jdbc:duckdb:", new Properties())) {
                assertThat(connection.createStatement().execute("SELECT 1")).isTrue();
            }
        }
    }

    @Test
    void aSecondTimeChangesNothing() throws Exception {
        Path jar = copyOfTheJar();
        Unpacking.unpackDuckDb(folder);
        long size = Files.size(jar);

        Unpacking.unpackDuckDb(folder);

        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(filesBeside()).hasSize(2);
    }

    @Test
    void theStoreStartsFromALibraryBesideItsJar() throws Exception {
        Unpacking.unpackSqlite(folder);

        assertThat(filesBeside()).hasSize(1);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.sqlite.lib.path=" + folder,
                        "-Dorg.sqlite.tmpdir=" + folder.resolve("where-nothing-can-be-unpacked"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SqliteProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Opens a database in a process of its own, since a process loads the library once. */
    static final class SqliteProbe {
        public static void main(String[] arguments) throws SQLException {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                assertThat(connection.createStatement().execute("SELECT 1")).isTrue();
            }
        }
    }

    private Path copyOfTheJar() throws IOException, URISyntaxException, ClassNotFoundException {
        Path jar = Path.of(Class.forName(DRIVER)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.copy(jar, folder.resolve(jar.getFileName()));
    }

    private List<Path> filesBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<String> libraries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.contains(".so_"))
                    .toList();
        }
    }
}
