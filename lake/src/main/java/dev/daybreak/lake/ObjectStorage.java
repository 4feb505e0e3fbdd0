package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.formats.TableFile;
import dev.daybreak.lake.store.CacheFolder;
import dev.daybreak.lake.store.CacheNames;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.ObjectStore;
import dev.daybreak.lake.store.Patience;
import dev.daybreak.lake.store.Requests;
import dev.daybreak.lake.store.StoreFailures;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.lake.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;

/**
 * Tables in an object store, and those from before there was one, in local folders. Files are written into a local folder and sent before
 * they are published; an attempt's objects lie under a prefix of their own, by which they are found if it dies.
 */
final class ObjectStorage implements Storage {
    private final String warehouse;
    private final LocalStorage local;
    private final CacheNames staging;
    private final ObjectStore store;
    private final FileCache cache;
    private final StoreFailures failures;
    private final ObjectFiles io;
    private final ParquetCopies parquet;
    private final Requests requests = new Requests();

    private ObjectStorage(Path folder, Warehouse warehouse, ObjectStore store, FileCache cache) {
        this.warehouse = warehouse.location();
        this.local = new LocalStorage(folder);
        this.staging = new CacheNames(folder.resolve("staging"));
        this.store = store;
        this.cache = cache;
        this.failures = new StoreFailures(warehouse);
        this.io = new ObjectFiles(store, cache, failures);
        this.parquet = new ParquetCopies(folder, warehouse.cacheBytes(), this::copyAsParquet);
    }

    /** The storage of a lake; nothing is connected yet. */
    static Storage of(LakePlace place, Patience patience) {
        if (place.warehouse().isEmpty()) {
            return new LocalStorage(place.folder());
        }
        Warehouse warehouse = place.warehouse().get();
        CacheFolder folder = new CacheFolder(place.folder().resolve("cache"));
        ObjectStore store = ObjectStore.of(warehouse, folder, patience);
        return new ObjectStorage(
                place.folder(), warehouse, store, new FileCache(folder, warehouse.cacheBytes(), store));
    }

    private boolean isLocal(Table table) {
        return !store.holds(table.location());
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String warehouse() {
        return warehouse;
    }

    @Override
    public boolean canHold(String location) {
        return store.holds(location) || local.canHold(location);
    }

    /** An object is named as it is: {@code ..} and {@code //} are parts of its name. */
    @Override
    public String normalized(String location) {
        return store.holds(location) ? location : local.normalized(location);
    }

    @Override
    public Path staging(Table table) {
        if (isLocal(table)) {
            return local.staging(table);
        }
        try {
            return Files.createDirectories(staging.path(DataFolder.location(table)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String location(Table table, Path staged) {
        if (isLocal(table)) {
            return local.location(table, staged);
        }
        String name = staged.getFileName().toString();
        String attempt = name.substring(0, name.indexOf(DataFolder.AFTER_ATTEMPT) + 1);
        String below = staging.path(DataFolder.location(table))
                .relativize(staged.toAbsolutePath())
                .toString()
                .replace('\\', '/');
        return DataFolder.location(table) + "/" + (attempt.isEmpty() ? "" : attempt + "/") + below;
    }

    @Override
    public void keep(Table table, Collection<Path> staged) {
        if (!isLocal(table)) {
            failures.told("send files of '" + table.location() + "'", () -> {
                requests.all(staged, file -> send(file, location(table, file)));
                return true;
            });
        }
    }

    private void send(Path file, String location) {
        try (var out = store.files().newOutputFile(location).createOrOverwrite()) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cache.adopt(file, location);
        Failpoint.MID_SEND.reach();
    }

    @Override
    public void published(Table table, Collection<Path> staged) {
        if (!isLocal(table)) {
            staged.forEach(ObjectStorage::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> unstage(Table table, String prefix) {
        if (isLocal(table)) {
            return Set.of();
        }
        Set<String> staged = new HashSet<>();
        for (FileInfo file : local.list(staging.path(DataFolder.location(table)).toString(), prefix)) {
            Path path = Path.of(file.location());
            staged.add(location(table, path));
            delete(path);
        }
        failures.told("remove unfinished uploads to '" + table.location() + "'", () -> {
            store.abortUploads(DataFolder.location(table) + "/" + prefix);
            return true;
        });
        return staged;
    }

    @Override
    public String path(String location) {
        return store.holds(location) ? cache.path(location).toString() : local.path(location);
    }

    private void copyAsParquet(String location, Path to) {
        if (!store.holds(location)) {
            TableFile.toParquet(Path.of(location), to);
            return;
        }
        FileCache.Hold held = cache.hold(List.of(location));
        try {
            TableFile.toParquet(cache.path(location), to);
        } finally {
            held.close();
        }
    }

    @Override
    public String rows(ContentFile<?> file) {
        String location = file.location();
        if (file.format() == FileFormat.PARQUET) {
            return path(location);
        }
        return parquet.path(store.holds(location) ? location : local.path(location))
                .toString();
    }

    @Override
    public FileCache.Hold hold(String what, Collection<Path> paths) {
        List<String> objects =
                paths.stream().map(cache::location).flatMap(Optional::stream).toList();
        FileCache.Hold fetched = failures.told("fetch the files of '" + what + "'", () -> cache.hold(objects));
        try {
            FileCache.Hold copied = failures.told("fetch the files of '" + what + "'", () -> parquet.hold(paths));
            return () -> {
                fetched.close();
                copied.close();
            };
        } catch (RuntimeException e) {
            fetched.close();
            throw e;
        }
    }

    @Override
    public List<Relation.Copies> copies() {
        String beginning = warehouse.substring(0, warehouse.indexOf("://") + "://".length());
        Path bucket = cache.path(warehouse);
        String rest = warehouse.substring(beginning.length());
        String path = bucket.toString();
        return List.of(
                new Relation.Copies(beginning, path.substring(0, path.length() - rest.length())),
                parquet.of(beginning),
                parquet.ofLocal());
    }

    @Override
    public Optional<Path> local(String location) {
        return store.holds(location) ? Optional.empty() : local.local(location);
    }

    @Override
    public List<FileInfo> list(String folder, String name) {
        if (!store.holds(folder)) {
            return local.list(folder, name);
        }
        return failures.told("list '" + folder + "'", () -> {
            List<FileInfo> files = new ArrayList<>();
            store.files().listPrefix(folder + "/" + name).forEach(files::add);
            return files;
        });
    }

    @Override
    public void deleteFolder(String folder) {
        if (!store.holds(folder)) {
            local.deleteFolder(folder);
            return;
        }
        failures.told("delete '" + folder + "'", () -> {
            store.files().deletePrefix(folder + "/");
            return true;
        });
    }

    @Override
    public Optional<String> examine() {
        String probe = warehouse + "/daybreak-probe-" + UUID.randomUUID();
        byte[] content = probe.getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        failures.told("use the object store", () -> {
            try (var out = store.files().newOutputFile(probe).createOrOverwrite()) {
                out.write(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try {
                if (list(warehouse, probe.substring(warehouse.length() + 1)).size() != 1) {
                    throw new IllegalStateException("an object that was written is not listed: " + probe);
                }
                cache.fetch(probe);
            } finally {
                store.files().deleteFile(probe);
            }
            return true;
        });
        return Optional.of(warehouse + ", an object was written, listed, read and deleted in "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    @Override
    public void close() {
        requests.close();
        store.close();
        parquet.close();
        cache.close();
        local.close();
    }
}
