package dev.daybreak.acceptance;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs a project whose state lies on a disk of 8 MB, in a process that alone sees that disk. */
final class SmallDisk {
    private SmallDisk() {}

    /** @param arguments the project's folder, and a file for what a worker says */
    public static void main(String[] arguments) throws Exception {
        CommandLineProject small = new CommandLineProject(Path.of(arguments[0]));
        System.out.println("first " + small.run("run", "shop.ages", "raw.users").status());
        Outcome full = small.run("run", "shop.big", "--json");
        System.out.println("full " + full.status() + " " + full.json().at("/errors/0"));
        System.out.println("rows " + small.rows("SELECT users, age FROM shop.ages"));
        System.out.println("again " + small.run("run", "shop.ages", "raw.users").status());
        System.out.println("snapshots " + small.snapshots("shop.big"));
        System.out.println("left "
                + parquetFiles(small.path("disk/lake/warehouse/shop/big")).size());
        small.table("shop.big", "dialect: duckdb", "SELECT random() AS r FROM range(10)");
        System.out.println("mended " + small.run("run", "shop.big").status());
        worker(small, Path.of(arguments[1]));
    }

    /** The disk is full, to the last byte, while a worker is to begin a step; later there is room again. */
    private static void worker(CommandLineProject small, Path said) throws Exception {
        Path gate = small.path("gate");
        small.table(
                "shop.late",
                "dialect: duckdb\nwait_for: {file: gate, every: 1 second}\npartition: {column: day, every: day}",
                "SELECT CAST(:start AS DATE) AS day, random() AS r FROM range(100000)");
        String backfill = small.run(
                        "backfill", "shop.late", "--start", "2025-03-01", "--end", "2025-03-03", "--queue", "--json")
                .json()
                .get("backfill")
                .asText();
        ChildProcess worker = ChildProcess.start(
                said, List.of(), "worker", "--project", small.folder().toString());
        try {
            while (!Files.readString(said).contains(" begins: ") && worker.runFor(20)) {
                // The step waits for the gate.
            }
            Path ballast = small.path("disk/ballast");
            fill(ballast);
            Files.createFile(gate);
            while (!Files.readString(said).contains("Cannot ") && worker.runFor(20)) {
                // It is to meet the full disk.
            }
            System.out.println("worker lives " + worker.runFor(1));
            Files.delete(ballast);
            while (!state(small, backfill).equals("succeeded") && worker.runFor(500)) {
                // It tries again by itself.
            }
            System.out.println("worker rows " + small.rows("SELECT COUNT(*) FROM shop.late"));
            System.out.println("worker snapshots " + small.snapshots("shop.late"));
        } finally {
            worker.kill();
            Files.readString(said)
                    .lines()
                    .filter(line -> line.contains("Cannot "))
                    .forEach(line -> System.out.println("worker said " + line));
        }
    }

    private static String state(CommandLineProject small, String backfill) {
        return small.run("backfills", backfill, "--json").json().get("state").asText();
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream file = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            if (!Files.exists(ballast)) {
                throw full;
            }
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
