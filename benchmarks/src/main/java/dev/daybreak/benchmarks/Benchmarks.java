package dev.daybreak.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures Daybreak against the bars in docs/benchmarks.md, each with its other side in the same run, and prints the table
 * of that page. Started by {@code benchmarks/run}.
 */
public final class Benchmarks {
    private static final int TABLES = 1000;
    private static final int INGEST_TURNS = 7;
    private static final int FLIGHTS_TURNS = 2;
    private final Path daybreak;
    private final Path work;
    private final List<String> lines = new ArrayList<>();

    private Benchmarks(Path daybreak, Path work) {
        this.daybreak = daybreak;
        this.work = work;
    }

    /** @param args the script {@code daybreak}, an empty folder to work in, and the folder of the flights data if there is one */
    public static void main(String[] args) throws IOException, InterruptedException {
        Benchmarks benchmarks = new Benchmarks(Path.of(args[0]), Path.of(args[1]));
        benchmarks.startUp();
        benchmarks.demo();
        benchmarks.ingest();
        benchmarks.validate();
        benchmarks.orchestration();
        benchmarks.catalogRequests();
        benchmarks.pages();
        benchmarks.smallFiles();
        benchmarks.tableWrites();
        benchmarks.fileFormats();
        benchmarks.spark();
        if (args.length > 2 && Files.exists(Path.of(args[2]))) {
            benchmarks.flights(Path.of(args[2]));
        } else {
            System.err.println("Skipped: flights, since the folder of their data was not given.");
        }
        benchmarks.print();
    }

    private void startUp() throws IOException, InterruptedException {
        daybreak("--version");
        Measured help = daybreak("--help");
        add("`--help`", "%.2f s".formatted(help.seconds()), "0.5 s", "");
    }

    private void demo() throws IOException, InterruptedException {
        String project = work.resolve("demo").toString();
        Measured first = daybreak("demo", "--project", project, "--json");
        Measured again = daybreak("demo", "--project", project, "--json");
        Measured plan = daybreak("plan", "--project", project, "--json");
        add(
                "`demo`, with writing its data",
                "%.1f s, peak %,d MB resident".formatted(first.seconds(), first.peakBytes() >> 20),
                "60 s, 2 GB",
                first.output().strip());
        add(
                "the same again",
                "%.1f s".formatted(again.seconds()),
                "0 steps, 3 s",
                again.output().strip());
        add("`plan` on the example", "%.1f s".formatted(plan.seconds()), "2 s", "");
    }

    private void ingest() throws IOException, InterruptedException {
        Path data = work.resolve("demo/data");
        List<Measured> ours = new ArrayList<>();
        List<Measured> first = new ArrayList<>();
        List<Measured> byHand = new ArrayList<>();
        for (int turn = 0; turn < INGEST_TURNS; turn++) {
            String planned = clicks("ingest" + turn, data);
            daybreak("plan", "--project", planned, "--json");
            ours.add(daybreak("run", "--project", planned, "--json"));
            byHand.add(java(
                    IngestByHand.class,
                    data.toString(),
                    work.resolve("clicks.parquet").toString()));
            first.add(daybreak("run", "--project", clicks("first" + turn, data), "--json"));
        }
        add(
                "ingest 2 M JSON rows in 1,440 files",
                against(ours, byHand),
                "1.5 x",
                "with the start of the JVM on both sides; ours also checks, splits by day, tells bad records by line");
        add(
                "the same as the first command of a project",
                against(first, byHand),
                "",
                "which also makes the metadata store");
    }

    /** A project with the recommender's clicks as its one source. */
    private String clicks(String name, Path data) throws IOException {
        Path project = work.resolve(name);
        Files.createDirectories(project.resolve("sources"));
        Files.copy(work.resolve("demo/sources/clicks.yaml"), project.resolve("sources/clicks.yaml"));
        Files.writeString(
                project.resolve("daybreak.yaml"),
                "name: ingest\nversion: 1\nstart: 2023-01-01\nend: 2023-03-02\nvariables: {data: '" + data + "'}\n");
        return project.toString();
    }

    /** Both sides took turns; the fastest of each counts, since all that else happens on a machine only adds. */
    private static String against(List<Measured> ours, List<Measured> byHand) {
        double fastest = ours.stream().reduce(Measured::faster).orElseThrow().seconds();
        double other = byHand.stream().reduce(Measured::faster).orElseThrow().seconds();
        return "%.2f s against %.2f s: %.2f x (%s)".formatted(fastest, other, fastest / other, turns(ours, byHand));
    }

    private static String turns(List<Measured> ours, List<Measured> byHand) {
        return IntStream.range(0, ours.size())
                .mapToObj(turn -> "%.2f/%.2f"
                        .formatted(ours.get(turn).seconds(), byHand.get(turn).seconds()))
                .collect(Collectors.joining(", "));
    }

    private void validate() throws IOException, InterruptedException {
        Path project = work.resolve("large");
        LargeProject.write(project, TABLES);
        Measured measured = daybreak("validate", "--project", project.toString(), "--json");
        add(
                "`validate` of 1,000 SQL tables",
                "%.1f s".formatted(measured.seconds()),
                "5 s",
                measured.output().strip());
    }

    /** Lines with what, measured, bar and note. */
    private void orchestration() throws IOException, InterruptedException {
        rows(Orchestration.class, "orchestration");
    }

    private void catalogRequests() throws IOException, InterruptedException {
        rows(CatalogRequests.class, "catalog");
    }

    private void pages() throws IOException, InterruptedException {
        rows(PageLoads.class, "pages");
        rows(java(FirstBytes.class, daybreak.toString(), work.resolve("demo").toString()));
    }

    private void smallFiles() throws IOException, InterruptedException {
        rows(SmallFiles.class, "small-files");
    }

    private void tableWrites() throws IOException, InterruptedException {
        rows(TableWrites.class, "writes");
    }

    /** What a program prints that measures by itself. */
    private void rows(Class<?> main, String folder) throws IOException, InterruptedException {
        rows(java(main, Files.createDirectories(work.resolve(folder)).toString()));
    }

    private void rows(Measured measured) {
        measured.output().lines().map(line -> line.split("\t", -1)).forEach(row -> add(row[0], row[1], row[2], row[3]));
    }

    private void spark() throws IOException, InterruptedException {
        new SparkRows(daybreak, work).measure().forEach(row -> add(row.get(0), row.get(1), row.get(2), row.get(3)));
    }

    private void fileFormats() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("formats"));
        new FileFormats(daybreak, folder).measure().forEach(row -> add(row.get(0), row.get(1), row.get(2), row.get(3)));
    }

    private void flights(Path data) throws IOException, InterruptedException {
        List<Measured> byHand = new ArrayList<>();
        List<Measured> ours = new ArrayList<>();
        String project = "";
        for (int turn = 0; turn < FLIGHTS_TURNS; turn++) {
            byHand.add(java(FlightsByHand.class, data.toString()));
            project = work.resolve("flights" + turn).toString();
            copy(daybreak.resolveSibling("examples/flights"), Path.of(project));
            ours.add(daybreak(
                    "backfill",
                    "+late_arrival",
                    "--project",
                    project,
                    "--start",
                    "2001-02-04",
                    "--end",
                    "2001-07-01",
                    "--var",
                    "data=" + data,
                    "--json"));
        }
        Measured models = daybreak("models", "--project", project, "--var", "data=" + data, "--json");
        add("flights: 21 weekly retrains over 3 M rows", against(ours, byHand), "1.25 x", "");
        add(
                "the same, mean AUC over the 21 holdouts",
                "%.4f (by hand %.4f)"
                        .formatted(
                                mean(Pattern.compile("\"auc\":\\{\"value\":([0-9.]+)"), models.output()),
                                mean(
                                        Pattern.compile("\"mean_auc\": ([0-9.]+)"),
                                        byHand.get(0).output())),
                "0.72",
                "");
    }

    private static double mean(Pattern number, String text) {
        Matcher matcher = number.matcher(text);
        return matcher.results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .average()
                .orElse(Double.NaN);
    }

    private Measured daybreak(String... arguments) throws IOException, InterruptedException {
        return Measured.daybreak(daybreak, arguments);
    }

    private static Measured java(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        System.err.println("$ " + main.getSimpleName());
        return Measured.run(command);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void add(String what, String measured, String bar, String note) {
        String shown = note.startsWith("{") ? "`" + note + "`" : note;
        lines.add("| " + String.join(" | ", what, measured, bar, shown) + " |");
        System.err.println(lines.get(lines.size() - 1));
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%s, %s %s, %d cores, Java %s%n%n| what | measured | bar | note |%n|---|---|---|---|%n",
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        lines.forEach(System.out::println);
    }
}
