package dev.daybreak.ingestion.files;

import dev.daybreak.ingestion.ledger.SeenFile;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** CRC-32C of files: processors compute it faster than a disk reads, and it is to tell chance from change, not to resist anybody. */
final class Checksum {
    private static final int BUFFER = 1 << 18;

    private Checksum() {}

    static long of(Path file) {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.BAD_SOURCE,
                    "Cannot read '" + file + "': " + e.getMessage() + ".",
                    "Make the file readable.",
                    e);
        }
        return checksum.getValue();
    }

    /**
     * The files with their checksums, in the same order.
     *
     * @param known checksums that need not be computed
     */
    static List<SeenFile> added(Listing listing, List<SeenFile> files, Map<Path, Long> known) {
        return files.parallelStream()
                .map(file -> file.withChecksum(added(listing.locate(file), known)))
                .toList();
    }

    private static long added(Path file, Map<Path, Long> known) {
        Long computed = known.get(file);
        return computed == null ? of(file) : computed;
    }
}
