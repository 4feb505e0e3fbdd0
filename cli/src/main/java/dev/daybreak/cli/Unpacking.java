package dev.daybreak.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Takes the native libraries of DuckDB and SQLite for this machine out of their jars and lays them beside. DuckDB looks for its own
 * there if the jar has none, SQLite where a property of the JVM says; out of the jars they would unpack 70 MB each time that
 * the program starts, and a process that is killed would leave SQLite's in the folder for temporary files.
 */
public final class Unpacking {
    private static final String LIBRARY = "libduckdb_java.so_";

    private Unpacking() {}

    /** @param arguments the folder of the program's jars */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        unpackDuckDb(folder);
        unpackSqlite(folder);
    }

    /** Leaves the folder as it is if there is no library for this machine. */
    static void unpackSqlite(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream library =
                SQLiteJDBCLoader.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Leaves jars as they are that hold no library for this machine, or none any more. */
    public static void unpackDuckDb(Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.getFileName().toString().startsWith("duckdb_jdbc"))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
        }
        for (Path jar : jars) {
            unpackDuckDb(jar, folder);
        }
    }

    private static void unpackDuckDb(Path jar, Path folder) throws IOException {
        // The jar may be in use by this very process, so that only a copy is changed and then put in its place.
        Path copy = Files.createTempFile(folder, "unpacking", ".zip");
        try {
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem zip = FileSystems.newFileSystem(copy)) {
                Path library = zip.getPath(LIBRARY + system() + "_" + processor());
                if (!Files.exists(library)) {
                    return;
                }
                Files.copy(library, folder.resolve(library.toString()), StandardCopyOption.REPLACE_EXISTING);
                removeLibraries(zip);
            }
            Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void removeLibraries(FileSystem zip) throws IOException {
        List<Path> libraries;
        try (Stream<Path> entries = Files.list(zip.getPath("/"))) {
            libraries = entries.filter(entry -> entry.getFileName().toString().startsWith(LIBRARY))
                    .toList();
        }
        for (Path library : libraries) {
            Files.delete(library);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "macos";
        }
        return name.startsWith("windows") ? "windows" : name;
    }

    private static String processor() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
