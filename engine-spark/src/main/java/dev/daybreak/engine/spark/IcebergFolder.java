package dev.daybreak.engine.spark;

import dev.daybreak.project.folder.FolderTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of Iceberg tables that the client and the server both see. A table is made by writing its first metadata file; the server finds
 * it by its folder, in a catalog that every session knows.
 */
record IcebergFolder(Path root, String namespace) {
    static final String CATALOG_CLASS = "org.apache.iceberg.spark.SparkCatalog";

    private static final String CATALOG = "daybreak";

    /** A name as tables have it; there is none of this name. */
    static final String ANY = CATALOG + ".staged.none";

    /**
     * A table. Closing it removes its folder, which fails while executors of a driver that is gone still write there; the next engine
     * removes what is left.
     *
     * @param name under which sessions with {@link #settings} find it
     * @param folder with the metadata, and what the server writes
     */
    record Entry(String name, Path folder) implements Closeable {
        @Override
        public void close() throws IOException {
            FolderTree.delete(folder);
        }
    }

    /** What a session must know to find the tables of a root. */
    static Map<String, String> settings(Path root) {
        String catalog = "spark.sql.catalog." + CATALOG;
        return Map.of(
                catalog,
                CATALOG_CLASS,
                catalog + ".type",
                "hadoop",
                catalog + ".cache-enabled",
                "false",
                // Paths without a scheme are local, whatever the cluster's own file system is.
                catalog + ".hadoop.fs.defaultFS",
                "file:///",
                catalog + ".warehouse",
                "file:" + root);
    }

    Path folder(String table) {
        return root.resolve(namespace).resolve(table);
    }

    Entry create(String table, String metadata) throws IOException {
        Path folder = folder(table);
        Path files = Files.createDirectories(folder.resolve("metadata"));
        Files.writeString(files.resolve("v1.metadata.json"), metadata);
        Files.writeString(files.resolve("version-hint.text"), "1");
        return new Entry(CATALOG + "." + namespace + "." + table, folder);
    }
}
