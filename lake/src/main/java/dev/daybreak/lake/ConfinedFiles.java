package dev.daybreak.lake;

import java.util.function.Predicate;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Files of which only some are ever deleted: what a table's metadata names may have been written by anybody. */
final class ConfinedFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    private final FileIO files;
    private final transient Predicate<String> mayDelete;

    ConfinedFiles(FileIO files, Predicate<String> mayDelete) {
        this.files = files;
        this.mayDelete = mayDelete;
    }

    @Override
    public InputFile newInputFile(String location) {
        return files.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return files.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        if (mayDelete.test(location)) {
            files.deleteFile(location);
        }
    }
}
