package dev.daybreak.ingestion.database;

import dev.daybreak.ingestion.ledger.Ledger;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Looks whether a database has something new. By a cursor that is one question, for its greatest value and how many rows have
 * it. A full load has to read every row: the version is the sum of the rows' hashes, whatever their order.
 */
public final class DatabaseProbe {
    private final SourceAsset source;
    private final SourceAsset.Database origin;
    private final Connecting connecting;
    private final Path root;
    private final Ledger ledger;

    public DatabaseProbe(SourceAsset source, Settings settings, Path root, Ledger ledger) {
        this.source = source;
        this.origin = (SourceAsset.Database) source.reads();
        this.connecting = new Connecting(source, settings, root);
        this.root = root;
        this.ledger = ledger;
    }

    /** The version, and what there is in words. */
    public Outside look() {
        connecting.requireCursorColumn();
        Optional<String> stamp = stamp();
        Optional<String> known = stamp.flatMap(text -> ledger.probed(source.key(), text));
        if (known.isPresent()) {
            return outside(known.get());
        }
        String version;
        try (Connection connection = connecting.open()) {
            RowReader reader = new RowReader(source, connection, connecting.name());
            version = origin.cursor() == null ? content(reader) : greatest(reader);
        } catch (SQLException e) {
            throw connecting.failure(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stamp.ifPresent(text -> ledger.keepProbe(source.key(), text, version));
        return outside(version);
    }

    /** Version and words stand in one text: {@code hash words}. */
    private static Outside outside(String version) {
        int space = version.indexOf(' ');
        return new Outside(version.substring(0, space), version.substring(space + 1));
    }

    private String greatest(RowReader reader) throws SQLException {
        CursorValue greatest = reader.greatest();
        if (greatest == null) {
            return "none '" + connecting.name() + "' has no rows";
        }
        return Fingerprint.hash(greatest.kept() + " " + reader.countAt(greatest)) + " '" + connecting.name()
                + "' has rows up to " + greatest.text();
    }

    private String content(RowReader reader) throws SQLException, IOException {
        MessageDigest digest = digest();
        long[] sums = new long[3];
        reader.all(json -> {
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(json.getBytes(StandardCharsets.UTF_8)));
            sums[0] += hash.getLong();
            sums[1] += hash.getLong();
            sums[2]++;
        });
        return Fingerprint.hash(sums[0] + " " + sums[1] + " " + sums[2]) + " '" + connecting.name() + "' now has "
                + sums[2] + " rows";
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** What a SQLite file and its log look like from outside, with what is read from it; empty for other databases. */
    private Optional<String> stamp() {
        Optional<Path> file = connecting.sqliteFile();
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            return Optional.empty();
        }
        Path log = Path.of(file.get() + "-wal");
        try {
            return Optional.of(Fingerprint.hash(
                    root + " " + origin + " " + source.columns() + " " + look(file.get()) + " " + look(log)));
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.UNREACHABLE,
                    "Cannot look at '" + file.get() + "': " + e.getMessage() + ".",
                    "Make the file readable.",
                    e);
        }
    }

    private static String look(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) + " " + Files.getLastModifiedTime(file) : "absent";
    }
}
