package dev.daybreak.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.engine.Relation.Origin;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Snapshots of the lake's tables, for a session to read as Iceberg tables. Each is a metadata file of its own, in which the table has
 * that snapshot alone and the columns that it is read with; what it points to stays where it is. So the server needs no catalog of the
 * lake's, and nothing is left in it when the session ends. One thread uses an instance.
 */
final class PinnedTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** So many hexadecimal digits after a name and an underscore tell tables of one name apart. */
    private static final int MARK = 8;

    /** Before names that begin with an underscore. */
    private static final String OWN = "daybreak";

    private static final Pattern NAME = Pattern.compile("daybreak\\.pinned\\.(\\w+)_[0-9a-f]{" + MARK + "}");

    private final IcebergFolder tables;
    private final Map<Key, PinnedTable> made = new HashMap<>();

    private record Key(String name, Origin origin) {}

    PinnedTables(IcebergFolder tables) {
        this.tables = tables;
    }

    /**
     * A table of the server's.
     *
     * @param name under which the session finds it
     * @param isBucketed whether its rows are split by the hash of a column
     */
    record PinnedTable(String name, Path folder, boolean isBucketed) {}

    /**
     * Makes a snapshot readable, once.
     *
     * @param name how the table is called in plans; letters, digits and underscores
     * @return empty if the table has gone on so far that its metadata file was removed
     */
    Optional<PinnedTable> table(String name, Origin origin) throws IOException {
        Key key = new Key(name, origin);
        PinnedTable known = made.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        ObjectNode metadata;
        try {
            metadata = (ObjectNode) JSON.readTree(Files.readAllBytes(origin.metadata()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean isBucketed = isBucketed(metadata);
        IcebergFolder.Entry entry = tables.create(
                name + "_" + UUID.randomUUID().toString().substring(0, MARK),
                JSON.writeValueAsString(at(origin, metadata)));
        PinnedTable table = new PinnedTable(entry.name(), entry.folder(), isBucketed);
        made.put(key, table);
        return Optional.of(table);
    }

    /** What a table was called when it was made; empty if the name is another table's. */
    static Optional<String> called(String table) {
        Matcher name = NAME.matcher(table);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /**
     * What a column is called in the table. Iceberg has columns of its own beside those of a table, such as {@code _file} and {@code _pos}, and
     * refuses queries on tables that have one of the name.
     */
    static String readName(String column) {
        return column.startsWith("_") ? OWN + column : column;
    }

    /** The column that was given a name in the table. */
    static String ownName(String read) {
        return read.startsWith(OWN + "_") ? read.substring(OWN.length()) : read;
    }

    /** The metadata with one snapshot, which is the current one. */
    private static ObjectNode at(Origin origin, ObjectNode metadata) {
        ArrayNode kept = JSON.createArrayNode();
        metadata.withArray("snapshots").forEach(snapshot -> {
            if (snapshot.path("snapshot-id").asLong() == origin.snapshot()) {
                kept.add(snapshot);
            }
        });
        metadata.set("snapshots", kept);
        metadata.withArray("schemas").forEach(schema -> schema.path("fields").forEach(field -> ((ObjectNode) field)
                .put("name", readName(field.path("name").asText()))));
        metadata.put("current-snapshot-id", origin.snapshot());
        metadata.put("current-schema-id", origin.schema());
        metadata.putObject("refs")
                .putObject("main")
                .put("snapshot-id", origin.snapshot())
                .put("type", "branch");
        metadata.putArray("snapshot-log");
        metadata.putArray("metadata-log");
        metadata.putArray("statistics");
        metadata.putArray("partition-statistics");
        return metadata;
    }

    private static boolean isBucketed(ObjectNode metadata) {
        int spec = metadata.path("default-spec-id").asInt();
        for (var candidate : metadata.path("partition-specs")) {
            if (candidate.path("spec-id").asInt() == spec) {
                for (var field : candidate.path("fields")) {
                    if (field.path("transform").asText().startsWith("bucket[")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Removes the metadata files. */
    void close() throws IOException {
        for (PinnedTable table : made.values()) {
            FolderTree.delete(table.folder());
        }
        made.clear();
    }
}
