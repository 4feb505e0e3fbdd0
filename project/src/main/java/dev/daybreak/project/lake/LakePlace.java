package dev.daybreak.project.lake;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a lake is.
 *
 * @param folder holds the catalog, if no database does; also the tables, if there is no warehouse, or else copies of their files; absolute
 * @param warehouse the object store with the tables; empty: they lie in the folder
 * @param database holds the catalog, unless the folder has one already
 */
public record LakePlace(Path folder, Optional<Warehouse> warehouse, Optional<CatalogDatabase> database) {
    public LakePlace {
        folder = folder.toAbsolutePath().normalize();
        Objects.requireNonNull(warehouse, "warehouse");
        Objects.requireNonNull(database, "database");
    }

    /** A lake whose tables lie in a folder. */
    public static LakePlace local(Path folder) {
        return new LakePlace(folder, Optional.empty(), Optional.empty());
    }
}
