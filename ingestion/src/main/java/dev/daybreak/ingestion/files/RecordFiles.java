package dev.daybreak.ingestion.files;

import dev.daybreak.engine.Rows;
import dev.daybreak.formats.ParquetFile;
import dev.daybreak.formats.RecordFormat;
import dev.daybreak.ingestion.stage.Contract;
import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Staging;
import dev.daybreak.ingestion.stage.Verdict;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files of a format that the engine does not know. Those of a batch are copied as Parquet, which is then read as such files are; the
 * copies of the batch before go. Columns may differ from file to file, and a row's line is its number in the file.
 */
final class RecordFiles implements FileFormat {
    private final RecordFormat format;
    private final Path copies;
    private final FileNames names;
    private final ParquetFiles parquet;

    /** @param folder for the copies; made if need be */
    RecordFiles(RecordFormat format, Contract contract, Path root, Verdict verdict, Path folder) {
        this.format = format;
        this.copies = folder.toAbsolutePath().resolve("copies");
        this.names = new FileNames(root, Optional.of(copies));
        this.parquet = new ParquetFiles(contract, names, verdict);
    }

    @Override
    public Map<Path, Long> load(Staging staging, List<Path> files, boolean small, RecordWriter writer) {
        try {
            FolderTree.delete(copies);
            for (Path file : files) {
                copy(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parquet.load(staging, copiesOf(files), small, writer);
    }

    private void copy(Path file) throws IOException {
        Path copy = names.copy(file);
        Files.createDirectories(copy.getParent());
        try (Rows rows = format.open(file)) {
            ParquetFile.write(rows, copy);
        }
    }

    private List<Path> copiesOf(List<Path> files) {
        return files.stream().map(names::copy).toList();
    }

    @Override
    public String reading(List<Path> files) {
        return parquet.reading(copiesOf(files));
    }

    @Override
    public Set<String> present(Staging staging, List<Path> files, Collection<String> columns) {
        Set<String> present = new TreeSet<>();
        for (Path file : files) {
            try (Rows rows = format.open(file)) {
                present.addAll(rows.schema().names());
            }
        }
        present.retainAll(columns);
        return present;
    }
}
