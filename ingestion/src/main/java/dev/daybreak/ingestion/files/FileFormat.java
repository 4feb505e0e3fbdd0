package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.stage.RecordWriter;
import dev.daybreak.ingestion.stage.Staging;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How files of a format become records. */
interface FileFormat {
    /** Whether the files of a batch must all be of this kind; batches hold files of one kind only. */
    default boolean isSmall(Path file, long size) {
        return false;
    }

    /**
     * Takes a batch of files in, with line numbers for bad records. Files are not empty, and all small or none.
     *
     * @param writer takes records that need not be judged; the others are left in {@link Staging#INTAKE}
     * @return CRC-32C of the bytes of files, where it was computed along the way
     */
    Map<Path, Long> load(Staging staging, List<Path> files, boolean small, RecordWriter writer);

    /** A query that reads all of the files and fails if one cannot be read. */
    String reading(List<Path> files);

    /** Which of some columns of the contract stand in at least one record of the files, null or not. */
    Set<String> present(Staging staging, List<Path> files, Collection<String> columns);
}
