package dev.daybreak.cli.workspace;

import java.nio.file.Path;

/**
 * Notices that the files that say how a project is have changed, once they have been left alone between two looks, so that what is half saved is not
 * read. Used by one thread at a time.
 */
public final class ChangedFiles {
    private final Path root;
    private FileStates taken;
    private FileStates seen;

    /** What changes from now on is noticed. */
    public ChangedFiles(Path root) {
        this.root = root;
        this.taken = FileStates.of(root);
        this.seen = taken;
    }

    /** Whether they have changed since they were taken up, and not since the last look. */
    public boolean look() {
        FileStates now = FileStates.of(root);
        boolean isSettled = now.equals(seen) && !now.equals(taken);
        seen = now;
        return isSettled;
    }

    /** What was seen at the last look is known from now on. */
    public void takeUp() {
        taken = seen;
    }
}
