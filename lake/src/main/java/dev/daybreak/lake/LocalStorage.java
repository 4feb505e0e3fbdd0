package dev.daybreak.lake;

import dev.daybreak.engine.Relation;
import dev.daybreak.formats.TableFile;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;

/** Tables in local folders. An engine writes files where they stay. */
final class LocalStorage implements Storage {
    private final Path warehouse;
    private final ParquetCopies copies;

    /** @param lake its folder */
    LocalStorage(Path lake) {
        this.warehouse = lake.resolve(CatalogTables.WAREHOUSE);
        this.copies = new ParquetCopies(
                lake, ParquetCopies.LOCAL_BYTES, (location, to) -> TableFile.toParquet(Path.of(location), to));
    }

    @Override
    public FileIO io() {
        return new LocalFiles();
    }

    @Override
    public String warehouse() {
        return warehouse.toString();
    }

    @Override
    public boolean canHold(String location) {
        return LocalFiles.isLocal(location);
    }

    @Override
    public String normalized(String location) {
        return LocalFiles.path(location).normalize().toString();
    }

    @Override
    public Path staging(Table table) {
        try {
            return Files.createDirectories(LocalFiles.path(table.location()).resolve(DataFolder.NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String location(Table table, Path staged) {
        return staged.toAbsolutePath().toString();
    }

    @Override
    public void keep(Table table, Collection<Path> staged) {
        // They are where they stay.
    }

    @Override
    public void published(Table table, Collection<Path> staged) {
        // They are where they stay.
    }

    @Override
    public Set<String> unstage(Table table, String prefix) {
        return Set.of();
    }

    @Override
    public String path(String location) {
        return LocalFiles.path(location).toString();
    }

    @Override
    public String rows(ContentFile<?> file) {
        String path = path(file.location());
        return file.format() == FileFormat.PARQUET ? path : copies.path(path).toString();
    }

    @Override
    public List<Relation.Copies> copies() {
        return List.of(copies.ofLocal());
    }

    @Override
    public FileCache.Hold hold(String what, Collection<Path> paths) {
        return copies.hold(paths);
    }

    @Override
    public Optional<Path> local(String location) {
        return Optional.of(LocalFiles.path(location));
    }

    @Override
    public List<FileInfo> list(String folder, String name) {
        List<FileInfo> files = new ArrayList<>();
        Path path = LocalFiles.path(folder);
        try {
            if (Files.isDirectory(path)) {
                Files.walkFileTree(path, new Visitor(name, files));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    public void deleteFolder(String folder) {
        try {
            FolderTree.delete(LocalFiles.path(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> examine() {
        return Optional.empty();
    }

    @Override
    public void close() {
        copies.close();
    }

    /** Visits files while other attempts make and remove theirs. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final String name;
        private final List<FileInfo> files;

        Visitor(String name, List<FileInfo> files) {
            this.name = name;
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().startsWith(name)) {
                files.add(new FileInfo(
                        file.toString(),
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
