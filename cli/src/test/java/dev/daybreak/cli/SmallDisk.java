package dev.daybreak.cli;

import dev.daybreak.cli.CommandLineProject.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a project whose state lies on a disk of 8 MB, in a process that alone sees that disk. */
final class SmallDisk {
    private SmallDisk() {}

    /** @param arguments the project's folder */
    public static void main(String[] arguments) {
        CommandLineProject small = new CommandLineProject(Path.of(arguments[0]));
        System.out.println("first " + small.run("run", "shop.ages", "raw.users").status());
        Outcome full = small.run("run", "shop.big", "--json");
        System.out.println("full " + full.status() + " " + full.json().at("/errors/0"));
        System.out.println("rows " + small.rows("SELECT users, age FROM shop.ages"));
        System.out.println("again " + small.run("run", "shop.ages", "raw.users").status());
        System.out.println("snapshots " + small.snapshots("shop.big"));
        System.out.println("left "
                + parquetFiles(small.path("disk/lake/warehouse/shop/big")).size());
        small.table("shop.big", "", "SELECT random() AS r FROM range(10)");
        System.out.println("mended " + small.run("run", "shop.big").status());
    }

    /** Runs a command that finds a disk of 8 MB at a folder, and returns its exit status; another than 0 if that cannot be. */
    static int with(Path folder, Path said, List<String> command) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=8m tmpfs \"$1\" && shift && exec \"$@\"",
                "sh",
                folder.toString()));
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

    private static List<Path> parquetFiles(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
