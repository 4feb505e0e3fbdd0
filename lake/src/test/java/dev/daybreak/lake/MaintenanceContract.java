package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.KEY;
import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.RelationContract;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.formats.IcebergTypes;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.asset.TableFormat;
import dev.daybreak.project.maintenance.MaintenancePolicy;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.schema.ColumnCondition.Comparison;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.project.time.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.Test;

/** What maintenance of the lake's tables does, with an engine that rewrites the rows. */
public interface MaintenanceContract extends RelationContract {
    MaintenancePolicy POLICY = MaintenancePolicy.DEFAULT;
    MaintenancePolicy NOTHING_IS_KEPT = new MaintenancePolicy(
            Optional.empty(), POLICY.targetBytes(), 1, new Span(0, ChronoUnit.HOURS), Span.days(3));

    private TestTable daily() {
        return TestTable.daily(folder().resolve("lake"));
    }

    /** Adds a file to a day. */
    private static void append(TestTable test, String step, List<Map<String, Object>> rows) {
        test.table.publish(test.stage(step + "-1", rows), List.of(), UTC, guard(step));
    }

    private static void appendDays(TestTable test, int files, String... days) {
        for (String day : days) {
            for (int i = 0; i < files; i++) {
                append(test, day + "." + i, clicks(day, i + 1));
            }
        }
    }

    private static MaintenanceBounds bounds() {
        return new MaintenanceBounds(Instant.now().plusSeconds(1), Optional.empty(), Set.of(), Set.of());
    }

    private MaintenanceReport maintain(TestTable test) {
        return maintain(test, POLICY, bounds(), session());
    }

    private static MaintenanceReport maintain(
            TestTable test, MaintenancePolicy policy, MaintenanceBounds bounds, Session session) {
        try (LakeMaintenance maintenance = LakeMaintenance.begin(test.lake, policy, UTC)) {
            return maintenance.run(KEY, session, bounds);
        }
    }

    private static List<String> versions(TestTable test) {
        return test.table.slices(UTC).stream()
                .map(slice -> slice.interval() + " " + slice.version())
                .toList();
    }

    /** Every row, in some order that is always the same. */
    private List<String> all(TestTable test) {
        session()
                .register(
                        "everything",
                        test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation());
        return rows("SELECT * FROM everything").stream()
                .map(row -> row.stream()
                        .map(value -> String.valueOf(words(value)))
                        .toList()
                        .toString())
                .sorted()
                .toList();
    }

    private static Object words(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
    }

    private static int dataFiles(TestTable test) {
        return test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files()
                .size();
    }

    @Test
    default void putsSmallFilesTogetherWithoutMakingReadersStale() {
        TestTable test = daily();
        appendDays(test, 5, "2025-03-01", "2025-03-02");
        append(test, "alone", clicks("2025-03-03", 1));
        List<String> rows = all(test);
        List<String> versions = versions(test);

        MaintenanceReport report = maintain(test);

        assertThat(report.rewritten()).isEqualTo(10);
        assertThat(report.before().files()).isEqualTo(11);
        assertThat(report.after().files()).isEqualTo(3).isEqualTo(dataFiles(test));
        assertThat(report.after().bytes()).isLessThan(report.before().bytes());
        assertThat(report.requestsSaved()).isGreaterThanOrEqualTo(5);
        assertThat(all(test)).isEqualTo(rows);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(test.table.orphans()).isEmpty();
        assertThat(maintain(test).isInOrder()).as("nothing is left to do").isTrue();
    }

    /** Files of another format are put together with the rest, and keep what they stand for. */
    @Test
    default void writesFilesInTheFormatOfTheTable() {
        TestTable test = daily();
        appendDays(test, 2, "2025-03-01");
        Lake.Layout avro = new Lake.Layout(
                TestTable.SCHEMA, TestTable.dailyLayout().time(), List.of(), TableFormat.AVRO, FileLayout.NONE);
        LakeTable later = test.lake.prepare(KEY, avro);
        later.publish(test.stage("later-1", clicks("2025-03-01", 5)), List.of(), UTC, guard("later"));
        List<String> rows = test.rows();
        List<String> versions = versions(test);

        maintain(test, POLICY, bounds(), new FetchingSession(session(), test.storage()));

        assertThat(test.location(files(test).get(0))).endsWith(".avro");
        assertThat(files(test)).hasSize(1);
        assertThat(test.rows()).isEqualTo(rows);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(test.table.orphans()).isEmpty();
    }

    private static List<String> files(TestTable test) {
        return test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation().files().stream()
                .map(Relation.DataFile::path)
                .toList();
    }

    @Test
    default void looksWithoutChangingAnything() {
        TestTable test = daily();
        appendDays(test, 4, "2025-03-01");
        Optional<Long> snapshot = test.table.currentSnapshot();

        MaintenanceReport report =
                LakeMaintenance.looking(test.lake, POLICY, UTC).look(KEY, bounds());

        assertThat(report.rewritten()).isEqualTo(4);
        assertThat(report.after().files()).isEqualTo(1);
        assertThat(test.table.currentSnapshot()).isEqualTo(snapshot);
        assertThat(dataFiles(test)).isEqualTo(4);
    }

    @Test
    default void keepsVersionsWhateverIsPutTogetherWithWhat() {
        TestTable test = daily();
        appendDays(test, 3, "2025-03-01");
        long before = test.table.currentSnapshot().orElseThrow();
        List<String> versionsBefore = versions(test);
        maintain(test);
        append(test, "late", clicks("2025-03-01", 7));
        List<String> versionsLate = versions(test);
        assertThat(versionsLate).as("late rows are news").isNotEqualTo(versionsBefore);

        maintain(test);

        assertThat(dataFiles(test)).isEqualTo(1);
        assertThat(versions(test)).as("a file that was put together before").isEqualTo(versionsLate);
        test.table.rollback(before);
        assertThat(versions(test)).as("put back to before all that").isEqualTo(versionsBefore);
        assertThat(dataFiles(test)).isEqualTo(3);
    }

    @Test
    default void foldsDeletesIntoTheFiles() {
        TestTable test = daily();
        appendDays(test, 2, "2025-03-01", "2025-03-02");
        String file = test.table
                .pin(Optional.empty(), day("2025-03-01"), UTC)
                .relation()
                .files()
                .get(0)
                .path();
        ForeignDeletes deletes = new ForeignDeletes(test);
        deletes.positions(file, "2025-03-01", 0);
        append(test, "between", clicks("2025-03-02", 2));
        deletes.equality("2025-03-02", "user_id", 1L);
        append(test, "after", clicks("2025-03-02", 2));
        List<String> rows = all(test);
        List<String> versions = versions(test);

        MaintenanceReport report = maintain(test);

        assertThat(report.foldedDeletes()).isEqualTo(2);
        assertThat(report.after().files()).isEqualTo(2);
        assertThat(all(test)).isEqualTo(rows);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(maintain(test).isInOrder()).isTrue();
    }

    @Test
    default void leavesFilesAloneOfWhichNoRowIsLeft() {
        TestTable test = daily();
        append(test, "a", clicks("2025-03-01", 1));
        new ForeignDeletes(test).equality("2025-03-01", "user_id", 0L);
        List<String> versions = versions(test);

        maintain(test);

        assertThat(all(test)).isEmpty();
        assertThat(versions(test)).isEqualTo(versions);
    }

    @Test
    default void writesAsManyFilesAsTheTargetAsksForAndNoSmallOne() {
        TestTable test = daily();
        List<Map<String, Object>> rows = clicks("2025-03-01", 3000);
        for (int i = 0; i < 9; i++) {
            append(test, "a" + i, rows);
        }
        long bytes = maintain(test).before().bytes() / 9;
        TestTable cut =
                new TestTable(folder().resolve("cut"), Lakes.open(folder().resolve("cut")), TestTable.dailyLayout());
        for (int i = 0; i < 9; i++) {
            append(cut, "a" + i, rows);
        }
        List<String> before = all(cut);
        List<String> versions = versions(cut);

        MaintenancePolicy small = new MaintenancePolicy(
                Optional.empty(), bytes * 3, POLICY.keepSnapshots(), POLICY.keepFor(), POLICY.orphansOlderThan());
        maintain(cut, small, bounds(), session());

        assertThat(all(cut)).isEqualTo(before);
        assertThat(versions(cut)).isEqualTo(versions);
        List<Long> sizes = sizes(cut);
        assertThat(sizes).hasSizeLessThan(9);
        assertThat(sizes.size() == 1 || sizes.stream().allMatch(size -> size >= bytes * 3 / 2))
                .as("sizes %s, target %s", sizes, bytes * 3)
                .isTrue();
    }

    private static List<Long> sizes(TestTable test) {
        return test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation().files().stream()
                .map(file -> Path.of(file.path()).toFile().length())
                .toList();
    }

    @Test
    default void keepsEveryTypeAndColumnsThatCameLater() {
        Schema schema = session().describe(nestedValues());
        Path folder = folder().resolve("typed");
        TestTable test =
                new TestTable(folder, Lakes.open(folder), new Lake.Layout(schema, Optional.empty(), List.of()));
        for (int i = 0; i < 3; i++) {
            String attempt = "a" + i + "-1";
            List<WrittenFile> files = session().write(nestedValues(), test.table.stage(attempt));
            test.table.publish(files, List.of(), UTC, guard("a" + i));
        }
        test.foreign()
                .updateSchema()
                .addColumn("later", IcebergTypes.type(Primitive.LONG))
                .commit();
        List<String> rows = all(test);
        List<String> versions = versions(test);
        Map<String, Integer> ids = fieldIds(anyFile(test));

        maintain(test);

        assertThat(dataFiles(test)).isEqualTo(1);
        assertThat(all(test)).isEqualTo(rows);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(fieldIds(anyFile(test))).containsAllEntriesOf(ids);
    }

    private static Path anyFile(TestTable test) {
        return Path.of(test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC)
                .relation()
                .files()
                .get(0)
                .path());
    }

    @Test
    default void dropsWhatAnotherWriterReplacedMeanwhile() {
        TestTable test = daily();
        appendDays(test, 3, "2025-03-01", "2025-03-02", "2025-03-03");
        Session replacing = new MeanwhileSession(session(), () -> test.publishDay("meanwhile", "2025-03-02", 9));

        MaintenanceReport report = maintain(test, POLICY, bounds(), replacing);

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.rewritten()).isEqualTo(6);
        assertThat(all(test)).hasSize(6 + 9 + 6);
        assertThat(dataFiles(test)).isEqualTo(3);
        assertThat(test.table.orphans()).isEmpty();
    }

    @Test
    default void leavesOneThatIsAtWorkAlone() {
        TestTable test = daily();
        try (LakeMaintenance other = LakeMaintenance.begin(test.lake, POLICY, UTC)) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> LakeMaintenance.begin(test.lake, POLICY, UTC))
                    .hasMessageContaining("another is at work on the lake");
        }
    }

    @Test
    default void letsOldSnapshotsGoButNoneThatIsHeld() {
        TestTable test = daily();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(test.publishDay("s" + i, "2025-03-01", i + 1).snapshot());
        }
        test.foreign().manageSnapshots().createTag("v1", ids.get(1)).commit();
        test.foreign().manageSnapshots().createBranch("staging", ids.get(3)).commit();
        MaintenanceBounds held =
                new MaintenanceBounds(Instant.now().plusSeconds(1), Optional.empty(), Set.of(), Set.of(ids.get(5)));

        MaintenanceReport report = maintain(test, NOTHING_IS_KEPT, held, session());

        assertThat(left(test)).containsExactlyInAnyOrder(ids.get(1), ids.get(3), ids.get(5), ids.get(7));
        assertThat(report.snapshotsExpired()).isEqualTo(4);
        assertThat(report.filesExpired()).isGreaterThanOrEqualTo(8);
        assertThat(test.table
                        .pin(Optional.of(ids.get(5)), DataInterval.ALL, UTC)
                        .relation()
                        .files())
                .allMatch(file -> Files.exists(Path.of(file.path())));
        assertThat(test.table.orphans()).isEmpty();
        assertThat(all(test)).hasSize(8);
    }

    @Test
    default void keepsStepsFindableThatARunAtWorkMayLookFor() {
        TestTable test = daily();
        for (int i = 0; i < 4; i++) {
            test.publishDay("old" + i, "2025-03-01", 1);
        }
        Instant begun = Instant.ofEpochMilli(test.foreign().currentSnapshot().timestampMillis());
        for (int i = 0; i < 3; i++) {
            test.publishDay("new" + i, "2025-03-01", 1);
        }
        MaintenanceBounds bounds =
                new MaintenanceBounds(Instant.now().plusSeconds(1), Optional.of(begun), Set.of(), Set.of());

        maintain(test, NOTHING_IS_KEPT, bounds, session());

        assertThat(test.table.findPublished("new0")).isPresent();
        assertThat(test.table.findPublished("new2")).isPresent();
        assertThat(test.table.findPublished("old0")).isEmpty();
        assertThat(test.publishDay("new0", "2025-03-01", 5).repeated()).isTrue();
    }

    @Test
    default void keepsTheFilesOfAReaderWhoseSnapshotWasReplacedJustNow() {
        TestTable test = daily();
        appendDays(test, 3, "2025-03-01");
        List<String> read = test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation().files().stream()
                .map(file -> file.path())
                .toList();

        MaintenancePolicy hour = new MaintenancePolicy(
                Optional.empty(), POLICY.targetBytes(), 1, new Span(1, ChronoUnit.HOURS), Span.days(3));
        MaintenanceReport report = maintain(test, hour, bounds(), session());

        assertThat(report.rewritten()).isEqualTo(3);
        assertThat(read).allMatch(file -> Files.exists(Path.of(file)));
    }

    @Test
    default void removesOrphansThatAreOldAndOfNobody() {
        TestTable test = daily();
        append(test, "a", clicks("2025-03-01", 1));
        String deletes = new ForeignDeletes(test).equality("2025-03-01", "user_id", 5L);
        Path old = staged(test, "dead-1");
        Path live = staged(test, "live-1");
        Path young = staged(test, "young-1");
        Path metadata = LocalFiles.path(test.foreign().location()).resolve("metadata/dead-m0.avro");
        write(metadata);
        for (Path file : List.of(old, live, metadata, Path.of(deletes))) {
            age(file);
        }
        MaintenanceBounds bounds = new MaintenanceBounds(Instant.now(), Optional.empty(), Set.of("live-1"), Set.of());

        MaintenanceReport report = maintain(test, POLICY, bounds, session());

        assertThat(report.orphans()).isEqualTo(2);
        assertThat(old).doesNotExist();
        assertThat(metadata).doesNotExist();
        assertThat(List.of(live, young, Path.of(deletes))).allMatch(Files::exists);
        assertThat(all(test)).hasSize(1);
    }

    private static Path staged(TestTable test, String attempt) {
        List<WrittenFile> files = test.stage(attempt, clicks("2025-03-01", 1));
        return files.get(0).path();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void age(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(4, ChronoUnit.DAYS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> left(TestTable test) {
        List<Long> ids = new ArrayList<>();
        for (Snapshot snapshot : test.foreign().snapshots()) {
            ids.add(snapshot.snapshotId());
        }
        return ids;
    }

    @Test
    default void mergesManifestsByTime() {
        TestTable test = daily();
        test.foreign()
                .updateProperties()
                .set("commit.manifest-merge.enabled", "false")
                .commit();
        for (int i = 0; i < 12; i++) {
            String date = LocalDate.parse("2025-03-01").plusDays(i).toString();
            append(test, "m" + i, clicks(date, 2));
        }
        List<String> versions = versions(test);

        MaintenanceReport report = maintain(test);

        assertThat(report.before().manifests()).isEqualTo(12);
        assertThat(report.after().manifests()).isEqualTo(1);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(all(test)).hasSize(24);
    }

    @Test
    default void slicesAreThoseOfTheFilesThatStayed() {
        TestTable test = daily();
        appendDays(test, 2, "2025-03-01", "2025-03-02");
        List<Slice> before = test.table.slices(UTC);

        maintain(test);

        assertThat(test.table.slices(UTC)).isEqualTo(before);
    }

    /** {@code -Dmaintenance.commits=1000} for as many commits in all; there are few by default. */
    @Test
    default void everyRowIsThereOnceWithTwoWritersBeside() throws Exception {
        TestTable test = daily();
        int commits = Integer.getInteger("maintenance.commits", 60) / 2;

        WritersBesideMaintenance.Outcome outcome = new WritersBesideMaintenance(test.folder, engine(), commits).run();

        session()
                .register(
                        "everything",
                        test.table.pin(Optional.empty(), DataInterval.ALL, UTC).relation());
        assertThat(rows("SELECT COUNT(*) AS n, COUNT(DISTINCT user_id) AS d FROM everything WHERE user_id < 1000000"))
                .containsExactly(List.of((long) outcome.appends(), (long) outcome.appends()));
        assertThat(rows("SELECT user_id FROM everything WHERE user_id >= 1000000"))
                .containsExactly(List.of(outcome.last()));
        assertThat(outcome.rewrites()).as("maintenance was at work meanwhile").isPositive();
        assertThat(dataFiles(test)).isEqualTo(2);
        assertThat(test.table.orphans()).isEmpty();
        System.out.printf(
                "Two writers and maintenance: %d commits, files put together %d times, %d groups given up; every row there once.%n",
                2 * commits, outcome.rewrites(), outcome.conflicts());
    }

    /** Of 100,000 users with as many clicks as come; each of 10 files has all kinds of both. */
    private TestTable unordered(FileLayout files) {
        TestTable test = daily();
        for (int i = 0; i < 10; i++) {
            String sql =
                    "SELECT DATE '2025-03-01' AS day, (i * 7919) % 100003 AS user_id, CAST((i * 104729) % 99991 AS INT) AS clicks"
                            + " FROM (" + numbers(100_000) + ") AS n WHERE i % 10 = " + i;
            List<WrittenFile> written = session().write(sql, test.table.stage("s" + i + "-1"));
            test.table.publish(written, List.of(), UTC, guard("s" + i));
        }
        prepared(test, files);
        return test;
    }

    private static void prepared(TestTable test, FileLayout files) {
        Lake.Layout daily = TestTable.dailyLayout();
        test.lake.prepare(
                KEY, new Lake.Layout(daily.schema(), daily.time(), daily.clustering(), TableFormat.PARQUET, files));
    }

    private static FileLayout sorted(String... columns) {
        return new FileLayout(Optional.of(new RowOrder.Sorted(List.of(columns))), List.of());
    }

    private static MaintenancePolicy target(long bytes) {
        return new MaintenancePolicy(
                Optional.empty(), bytes, POLICY.keepSnapshots(), POLICY.keepFor(), POLICY.orphansOlderThan());
    }

    /** How many files a search for such values opens. */
    private static int opened(TestTable test, String column, int from, int to) {
        List<ColumnCondition> conditions = List.of(
                new ColumnCondition(column, Comparison.GREATER_OR_EQUAL, List.of(new BigDecimal(from))),
                new ColumnCondition(column, Comparison.LESS, List.of(new BigDecimal(to))));
        return test.table
                .pin(Optional.empty(), DataInterval.ALL, UTC, conditions)
                .relation()
                .files()
                .size();
    }

    @Test
    default void putsRowsInOrderThatLieAsTheyCame() {
        TestTable test = unordered(sorted("user_id"));
        List<String> versions = versions(test);
        assertThat(opened(test, "user_id", 5_000, 6_000)).isEqualTo(10);
        MaintenancePolicy policy = target(100_000);

        assertThat(LakeMaintenance.looking(test.lake, policy, UTC)
                        .look(KEY, bounds())
                        .reordered())
                .isEqualTo(10);
        MaintenanceReport report = maintain(test, policy, bounds(), session());

        assertThat(report.reordered()).isEqualTo(10);
        assertThat(dataFiles(test)).isGreaterThan(3);
        assertThat(opened(test, "user_id", 5_000, 6_000)).isEqualTo(1);
        assertThat(versions(test)).isEqualTo(versions);
        test.foreign().newScan().planFiles().forEach(task -> assertThat(
                        task.file().sortOrderId())
                .isEqualTo(1));
        assertThat(maintain(test, policy, bounds(), session()).isInOrder())
                .as("nothing is left to do")
                .isTrue();
    }

    @Test
    default void followsAChangeOfTheOrderWithFilesThatAreLarge() {
        TestTable test = unordered(sorted("user_id"));
        maintain(test);
        List<String> rows = all(test);
        assertThat(dataFiles(test)).isEqualTo(1);

        prepared(test, sorted("clicks", "user_id"));
        MaintenanceReport report = maintain(test, target(2_000), bounds(), session());

        assertThat(report.reordered()).isEqualTo(1);
        assertThat(opened(test, "clicks", 5_000, 5_100)).isLessThan(dataFiles(test) / 10);
        assertThat(all(test)).isEqualTo(rows);

        prepared(test, FileLayout.NONE);
        assertThat(maintain(test, target(2_000), bounds(), session()).reordered())
                .isZero();
    }

    @Test
    default void putsRowsAlongACurveThatServesEachOfItsColumns() {
        TestTable test =
                unordered(new FileLayout(Optional.of(new RowOrder.ZOrdered(List.of("user_id", "clicks"))), List.of()));
        List<String> versions = versions(test);
        List<String> rows = all(test);
        MaintenancePolicy policy = target(25_000);

        MaintenanceReport report = maintain(test, policy, bounds(), session());

        int files = dataFiles(test);
        assertThat(report.reordered()).isEqualTo(10);
        assertThat(files).isGreaterThan(15);
        assertThat(opened(test, "user_id", 5_000, 6_000)).isLessThan(files / 2);
        assertThat(opened(test, "clicks", 5_000, 6_000)).isLessThan(files / 2);
        assertThat(versions(test)).isEqualTo(versions);
        assertThat(all(test)).isEqualTo(rows);
        assertThat(maintain(test, policy, bounds(), session()).isInOrder())
                .as("nothing is left to do")
                .isTrue();

        append(test, "late", clicks("2025-03-01", 3));
        assertThat(maintain(test, policy, bounds(), session()).reordered()).isEqualTo(1);
    }
}
