package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
import dev.daybreak.lake.FaultyProxy;
import dev.daybreak.lake.FaultyProxy.Fault;
import dev.daybreak.lake.GcsServer;
import dev.daybreak.lake.S3Server;
import dev.daybreak.lake.StoreKind;
import dev.daybreak.lake.TestStore;
import dev.daybreak.project.fault.Failpoint;
import dev.daybreak.project.folder.FolderTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose tables lie in an object store, as its user sees it. */
abstract class ObjectStoreStory {
    private static final String DAYS = "SELECT * FROM shop.days ORDER BY ordered_on";

    private static final String ROWS = "[[\"2025-03-01\",3],[\"2025-03-02\",3],[\"2025-03-03\",4]]";

    @TempDir
    Path folder;

    final StoreKind kind;
    TestStore server;
    CommandLineProject project;

    ObjectStoreStory(StoreKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void write() throws IOException {
        server = kind.start();
        project = project("shop", server.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private CommandLineProject project(String name, URI endpoint) {
        CommandLineProject written = new CommandLineProject(folder.resolve(name));
        written.file(
                "daybreak.yaml",
                "name: shop\nstart: 2025-03-01\nend: 2025-03-04\n"
                        + StoreProject.lake(kind, endpoint, "tables/" + name));
        written.file(
                "sources/orders.yaml",
                """
                files: {path: data/*.csv}
                partition: {column: ordered_on, every: day}
                columns: {ordered_on: date, pieces: long}
                """);
        written.file("data/first.csv", "ordered_on,pieces\n2025-03-01,1\n2025-03-01,2\n2025-03-02,3\n2025-03-03,4\n");
        written.table(
                "shop.days",
                "partition: {column: ordered_on, every: day}",
                "SELECT ordered_on, SUM(pieces) AS pieces FROM raw.orders"
                        + " WHERE ordered_on >= :start AND ordered_on < :end GROUP BY ordered_on");
        return written;
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.said()).isZero();
        return outcome;
    }

    private String run(String... more) {
        String[] all = new String[more.length + 1];
        all[0] = "run";
        System.arraycopy(more, 0, all, 1, more.length);
        return done(project.run(all)).said();
    }

    @Test
    void tablesLieInTheStoreAndNothingIsComputedTwice() {
        run();

        assertThat(project.rows(DAYS)).isEqualTo("[[\"2025-03-01\",3],[\"2025-03-02\",3],[\"2025-03-03\",4]]");
        assertThat(server.objects("tables/shop/shop/days/data/")).hasSize(3);
        assertThat(project.path(".daybreak/lake/warehouse")).doesNotExist();
        assertThat(run()).contains("Nothing to do");
        assertThat(LakeState.of(project.folder()).faults()).isEmpty();
    }

    @Test
    void lateRowsAreHealedAndATableCanBePutBack() {
        run();
        project.file("data/late.csv", "ordered_on,pieces\n2025-03-02,10\n");

        run();
        assertThat(project.rows(DAYS)).contains("[\"2025-03-02\",13]");
        done(project.run("rollback", "shop.days", "--why", "too many pieces"));

        assertThat(project.rows(DAYS)).contains("[\"2025-03-02\",3]");
        run();
        assertThat(project.rows(DAYS)).contains("[\"2025-03-02\",13]");
    }

    @Test
    void rowsAreMergedIntoFilesOfTheStore() {
        project.table(
                "shop.newest",
                "partition: {every: day}\nwrite: {merge: {key: ordered_on}}",
                "SELECT ordered_on, MAX(pieces) AS pieces FROM raw.orders"
                        + " WHERE ordered_on >= :start AND ordered_on < :end GROUP BY ordered_on");
        run();
        project.file("data/late.csv", "ordered_on,pieces\n2025-03-02,10\n");

        run();

        assertThat(project.rows("SELECT * FROM shop.newest ORDER BY ordered_on"))
                .isEqualTo("[[\"2025-03-01\",2],[\"2025-03-02\",10],[\"2025-03-03\",4]]");
        assertThat(LakeState.of(project.folder()).faults()).isEmpty();
    }

    @Test
    void smallFilesOfTheStoreArePutTogether() throws IOException {
        for (int i = 0; i < 6; i++) {
            project.file("data/more" + i + ".csv", "ordered_on,pieces\n2025-03-02," + i + "\n");
            run("raw.orders");
        }
        String rows = project.rows("SELECT * FROM raw.orders ORDER BY ALL");
        assertThat(files("raw.orders")).isGreaterThan(6);

        String report = done(project.run("maintain", "raw.orders", "--json")).out();

        assertThat(report).contains("\"files_after\":3");
        assertThat(files("raw.orders")).isEqualTo(3);
        assertThat(project.rows("SELECT * FROM raw.orders ORDER BY ALL")).isEqualTo(rows);
        assertThat(filesBelow(project.path(".daybreak/lake/staging"))).isEmpty();
        assertThat(run()).contains("shop.days");
        assertThat(LakeState.of(project.folder()).faults()).isEmpty();
    }

    private int files(String table) {
        return Integer.parseInt(done(project.run("maintain", table, "--dry-run", "--json"))
                .json()
                .at("/tables/0/files_before")
                .asText());
    }

    @Test
    void anotherMachineReadsWhatThisOnePublished() throws IOException {
        run();
        Path cache = project.path(".daybreak/lake/cache");
        assertThat(cache).isDirectory();

        FolderTree.delete(cache);

        assertThat(project.rows("SELECT SUM(pieces) AS n FROM shop.days")).isEqualTo("[[10]]");
    }

    @Test
    void rowsGoOutToAFileAndComeInFromIt() throws IOException {
        run();
        FolderTree.delete(project.path(".daybreak/lake/cache"));
        String file = project.path("days.parquet").toString();

        done(project.run("export", "shop.days", "--to", file));
        done(project.run("import", file, "--as", "raw.days"));
        run("raw.days");

        assertThat(project.rows("SELECT ordered_on, pieces FROM raw.days ORDER BY ordered_on"))
                .isEqualTo(ROWS);
        assertThat(server.objects("tables/shop/raw/days/data/")).isNotEmpty();
    }

    @Test
    void aStoreThatFailsNowAndThenChangesNothingButTheTime() throws IOException {
        run();
        String rows = project.rows(DAYS);
        Random random = new Random(20250301);
        Fault[] faults = {Fault.ERROR, Fault.SLOW_DOWN, Fault.LOST_ANSWER, Fault.HALF_ANSWER};
        try (FaultyProxy proxy = new FaultyProxy(
                server.port(),
                request -> random.nextInt(4) == 0 ? faults[random.nextInt(faults.length)] : Fault.NONE)) {
            project = project("faulty", proxy.endpoint());

            run();

            assertThat(project.rows(DAYS)).isEqualTo(rows);
            assertThat(LakeState.of(project.folder()).faults()).isEmpty();
            Map<Fault, Integer> done = proxy.done();
            assertThat(done).containsKeys(faults);
            System.out.println("Faults in a run of two tables: " + done);
        }
    }

    void isKilledAndRunAgain(Failpoint point, int time) throws Exception {
        Path reached = folder.resolve("reached");
        ChildProcess child = ChildProcess.start(
                folder.resolve("out"),
                List.of("-Ddaybreak.failpoint=" + point + ":" + time, "-Ddaybreak.failpoint-file=" + reached),
                "run",
                "--project",
                project.folder().toString());
        assertThat(child.waitForFile(reached)).as(child.output()).isTrue();
        child.kill();

        run();

        assertThat(LakeState.of(project.folder()).faults()).isEmpty();
        assertThat(project.rows(DAYS)).isEqualTo(ROWS);
        assertThat(filesBelow(project.path(".daybreak/lake/staging"))).isEmpty();
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void doctorTriesTheStore() {
        Outcome outcome = project.run("doctor");

        assertThat(outcome.said())
                .contains(kind.bucket() + "tables/shop, an object was written, listed, read and deleted in")
                .doesNotContain(S3Server.SECRET, GcsServer.SECRET);
        assertThat(server.objects("")).isEmpty();
    }

    void replaceInSettings(String old, String fresh) throws IOException {
        Path settings = project.path("daybreak.yaml");
        Files.writeString(settings, Files.readString(settings).replace(old, fresh));
    }
}
