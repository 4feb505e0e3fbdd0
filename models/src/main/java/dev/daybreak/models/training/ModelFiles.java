package dev.daybreak.models.training;

import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The folder of artifacts: {@code <model>/<version>/model.tar.gz}, and {@code .attempts/<attempt>/} for what is not published. */
final class ModelFiles {
    private static final String ATTEMPTS = ".attempts";
    private static final String FILE = "model.tar.gz";
    private static final String HANDOVER = "spark";

    private final Path folder;

    ModelFiles(Path folder) {
        this.folder = folder;
    }

    /** The folder's name, as registry rows begin with it. */
    String name() {
        return folder.getFileName().toString();
    }

    /** Where a path of the registry lies. */
    Path resolve(String artifact) {
        return folder.resolveSibling(artifact);
    }

    /** Writes an artifact aside, durably. */
    Path writeAside(String attempt, ModelArtifact artifact) {
        Path file = folder.resolve(ATTEMPTS).resolve(attempt).resolve(FILE);
        try {
            Files.createDirectories(file.getParent());
            artifact.write(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return file;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Moves an artifact to where its version is looked for; one that an unfinished publish left there is replaced. */
    void place(Path aside, String model, int version) {
        Path target = folder.resolve(model).resolve(Integer.toString(version)).resolve(FILE);
        try {
            Files.createDirectories(target.getParent());
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Makes the folder through which an attempt and Spark hand each other rows and the model. */
    Path makeHandover(String attempt) {
        Path folder = handover(attempt);
        try {
            return Files.createDirectories(folder).toAbsolutePath();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    void removeHandover(String attempt) {
        deleteTree(handover(attempt));
    }

    private Path handover(String attempt) {
        return folder.resolve(ATTEMPTS).resolve(attempt).resolve(HANDOVER);
    }

    /** Removes what an attempt wrote and did not publish. */
    void discard(String attempt) {
        deleteTree(folder.resolve(ATTEMPTS).resolve(attempt));
    }

    /** Removes versions after {@code last}: they were placed by a publish that did not finish. */
    void sweep(String model, int last) {
        Path versions = folder.resolve(model);
        if (!Files.isDirectory(versions)) {
            return;
        }
        try (Stream<Path> found = Files.list(versions)) {
            found.filter(path -> path.getFileName().toString().matches("[0-9]{1,9}"))
                    .filter(path -> Integer.parseInt(path.getFileName().toString()) > last)
                    .forEach(ModelFiles::deleteTree);
        } catch (IOException e) {
            throw unwritable(versions, e);
        }
    }

    static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path root) {
        try {
            FolderTree.delete(root);
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private static DaybreakException unwritable(Path path, IOException cause) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot write '" + path + "': " + cause.getMessage(),
                "Make room on the disk, or make the folder writable",
                cause);
    }
}
