package dev.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
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

        Unpacking.unpack(folder);

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
        Unpacking.unpack(folder);
        long size = Files.size(jar);

        Unpacking.unpack(folder);

        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(filesBeside()).hasSize(2);
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
