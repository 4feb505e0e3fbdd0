package dev.daybreak.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders as a command alone finds them, in a mount namespace of its own, whoever its user is. */
final class OwnMount {
    private OwnMount() {}

    /** Runs a command that finds a disk of 8 MB at a folder, and returns its exit status; another than 0 if that cannot be. */
    static int smallDisk(Path folder, Path said, List<String> command) throws InterruptedException {
        return mounted("mount -t tmpfs -o size=8m tmpfs \"$1\"", folder, said, command);
    }

    /** The same of a folder that may only be read. */
    static int readOnly(Path folder, Path said, List<String> command) throws InterruptedException {
        return mounted("mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\"", folder, said, command);
    }

    private static int mounted(String mount, Path folder, Path said, List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("unshare", "-Urm", "sh", "-c", mount + " && shift && exec \"$@\"", "sh", folder.toString()));
        all.addAll(command);
        try {
            return new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
