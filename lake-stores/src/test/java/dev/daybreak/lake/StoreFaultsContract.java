package dev.daybreak.lake;

import static dev.daybreak.lake.TestTable.UTC;
import static dev.daybreak.lake.TestTable.clicks;
import static dev.daybreak.lake.TestTable.day;
import static dev.daybreak.lake.TestTable.guard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.FaultyProxy.Fault;
import dev.daybreak.lake.store.CacheFolder;
import dev.daybreak.lake.store.FileCache;
import dev.daybreak.lake.store.ObjectStore;
import dev.daybreak.lake.store.Patience;
import dev.daybreak.project.folder.FolderTree;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store does that is busy, slow or far away: rows come out right all the same, and what does not pass is told. */
abstract class StoreFaultsContract {
    private static final Patience FEW = new Patience(2, Duration.ofMillis(500));
    private static final Pattern WRITES_DATA = Pattern.compile("(PUT|POST) [^ ]*(/|%2F)data(/|%2F)");
    private static final Pattern READS_DATA = Pattern.compile("GET [^ ]*(/|%2F)data(/|%2F)");
    private static final int LARGE_BYTES = 60_000_000;

    @TempDir
    Path folder;

    private final StoreKind kind;
    /** What is told of an error that the proxy answers with: by its status. */
    private final IntFunction<String> told;

    private TestStore server;

    StoreFaultsContract(StoreKind kind, IntFunction<String> told) {
        this.kind = kind;
        this.told = told;
    }

    @BeforeEach
    void start() throws IOException {
        server = kind.start();
    }

    @AfterEach
    void stop() throws IOException {
        Lakes.standOnFolders();
        server.close();
    }

    private static Function<String, Fault> seeded(long seed, int oneIn, Fault... faults) {
        Random random = new Random(seed);
        return request -> random.nextInt(oneIn) == 0 ? faults[random.nextInt(faults.length)] : Fault.NONE;
    }

    private Lake lake(URI endpoint, Patience patience) {
        return Lake.open(Lakes.place(folder, kind, endpoint), Optional.empty(), patience, null);
    }

    @Test
    void everyPublishHappensOnceAndEveryReadIsWhole() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.port(), seeded(1, 4, Fault.values()))) {
            Lakes.standOn(kind, proxy.endpoint());
            TestTable test = TestTable.daily(folder);
            for (int i = 1; i <= 12; i++) {
                test.publishDay("s" + i, "2025-03-0" + (1 + i % 3), i);
                if (i % 4 == 0) {
                    FolderTree.delete(folder.resolve("cache/files"));
                    assertThat(test.rows()).hasSize(i + (i - 1) + (i - 2));
                }
            }

            assertThat(test.steps()).hasSize(12).doesNotHaveDuplicates();
            assertThat(test.table.orphans()).isEmpty();
            assertThat(proxy.done()).containsKeys(Fault.values());
        }
    }

    @Test
    void aLargeFileIsSentInPartsAndReadWhole() throws Exception {
        AtomicInteger parts = new AtomicInteger();
        Function<String, Fault> faults =
                seeded(7, 3, Fault.ERROR, Fault.SLOW_DOWN, Fault.LOST_ANSWER, Fault.HALF_ANSWER);
        try (FaultyProxy proxy = new FaultyProxy(server.port(), request -> {
                    if (request.startsWith("PUT")
                            && (request.contains("partNumber=") || request.contains("upload_id="))) {
                        parts.incrementAndGet();
                    }
                    return faults.apply(request);
                });
                ObjectStore store = store(proxy.endpoint(), Lakes.SHORT)) {
            byte[] bytes = new byte[LARGE_BYTES];
            new Random(1).nextBytes(bytes);
            String location = kind.bucket() + "large";

            try (var out = store.files().newOutputFile(location).createOrOverwrite()) {
                out.write(bytes);
            }
            Path read = folder.resolve("read");
            store.download(location, read);

            assertThat(parts.get()).isGreaterThan(1);
            assertThat(Files.readAllBytes(read)).isEqualTo(bytes);
        }
    }

    @Test
    void aFolderIsDeletedWithAllThatIsInIt() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(
                        server.port(),
                        seeded(3, 4, Fault.ERROR, Fault.SLOW_DOWN, Fault.LOST_ANSWER, Fault.HALF_ANSWER));
                ObjectStore direct = store(server.endpoint(), Lakes.SHORT);
                ObjectStore faulty = store(proxy.endpoint(), Lakes.SHORT)) {
            for (int i = 0; i < 60; i++) {
                try (var out = direct.files()
                        .newOutputFile(kind.bucket() + (i == 0 ? "other/" : "folder/") + i)
                        .createOrOverwrite()) {
                    out.write(i);
                }
            }

            faulty.files().deletePrefix(kind.bucket() + "folder/");

            assertThat(server.objects("")).containsExactly("other/0");
        }
    }

    private ObjectStore store(URI endpoint, Patience patience) {
        return ObjectStore.of(
                kind.warehouse(endpoint, "x", 1_000_000), new CacheFolder(folder.resolve("cache")), patience);
    }

    @Test
    void anUploadThatDiesPublishesNothingAndLeavesNothing() throws Exception {
        AtomicBoolean isDown = new AtomicBoolean();
        try (FaultyProxy proxy = new FaultyProxy(
                        server.port(),
                        request -> isDown.get() && WRITES_DATA.matcher(request).lookingAt()
                                ? Fault.SLOW_DOWN
                                : Fault.NONE);
                Lake lake = lake(proxy.endpoint(), FEW)) {
            Lakes.standOn(kind, server.endpoint());
            TestTable test = new TestTable(folder, lake, TestTable.dailyLayout());
            test.publishDay("a", "2025-03-01", 3);
            List<WrittenFile> files = test.stage("b-1", clicks("2025-03-01", 9));
            isDown.set(true);

            assertThatThrownBy(() -> test.table.publish(files, List.of(day("2025-03-01")), UTC, guard("b")))
                    .isInstanceOfSatisfying(DaybreakException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                        assertThat(e.mend()).contains("safe to run again");
                    })
                    .hasMessageContaining("it answered " + told.apply(503));

            assertThat(test.steps()).containsExactly("a");
            assertThat(test.rows()).hasSize(3);
            assertThat(test.table.discard("b-1")).isEqualTo(1);
            isDown.set(false);
            test.publishDay("c", "2025-03-01", 4);
            assertThat(test.rows()).hasSize(4);
            assertThat(test.table.orphans()).isEmpty();
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsNamed() throws Exception {
        int closed;
        try (FaultyProxy proxy = new FaultyProxy(server.port(), request -> Fault.SILENCE)) {
            assertUnreachable(proxy.endpoint());
            closed = proxy.endpoint().getPort();
        }
        assertUnreachable(URI.create("http://127.0.0.1:" + closed));
        assertUnreachable(URI.create("http://no-such-host.invalid"));
    }

    private void assertUnreachable(URI endpoint) {
        try (Lake lake = lake(endpoint, FEW)) {
            assertThatThrownBy(lake::examineStore)
                    .isInstanceOfSatisfying(DaybreakException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                        assertThat(e.mend()).contains("'" + endpoint + "'").contains("'lake: endpoint'");
                    })
                    .hasMessageContaining("it does not answer");
        }
    }

    /** The store has tried long enough; that Iceberg does not begin anew is seen by how often it asks. */
    @Test
    void aTableThatCannotBeReadIsToldAfterTheStoresOwnTries() throws Exception {
        Lakes.standOn(kind, server.endpoint());
        TestTable.daily(folder).lake.close();
        FolderTree.delete(folder.resolve("cache"));
        try (FaultyProxy proxy = new FaultyProxy(server.port(), request -> Fault.ERROR);
                Lake lake = lake(proxy.endpoint(), FEW)) {
            assertThatThrownBy(() -> lake.find(TestTable.KEY)).hasMessageContaining("it answered " + told.apply(500));

            assertThat(proxy.done()).containsEntry(Fault.ERROR, 2);
        }
    }

    @Test
    void anObjectThatIsGoneIsToldByItsName() throws Exception {
        Lakes.standOn(kind, server.endpoint());
        TestTable.daily(folder).lake.close();
        String metadata = server.objects("").stream()
                .filter(name -> name.endsWith(".metadata.json"))
                .findFirst()
                .orElseThrow();
        server.remove(metadata);
        FolderTree.delete(folder.resolve("cache"));

        try (Lake lake = lake(server.endpoint(), FEW)) {
            assertThatThrownBy(() -> lake.find(TestTable.KEY))
                    .hasMessageContaining("is gone")
                    .hasMessageContaining(metadata);
        }
    }

    @Test
    void whoeverWaitsForTheStoreCanBeStopped() throws Exception {
        Lakes.standOn(kind, server.endpoint());
        TestTable test = TestTable.daily(folder);
        test.publishDay("a", "2025-03-01", 3);
        FolderTree.delete(folder.resolve("cache/files"));
        CountDownLatch isAsked = new CountDownLatch(1);
        try (FaultyProxy proxy = new FaultyProxy(server.port(), request -> {
                    boolean isData = READS_DATA.matcher(request).lookingAt();
                    if (isData) {
                        isAsked.countDown();
                    }
                    return isData ? Fault.SILENCE : Fault.NONE;
                });
                Lake lake = lake(proxy.endpoint(), Patience.USUAL)) {
            Relation relation = lake.find(TestTable.KEY)
                    .orElseThrow()
                    .pin(Optional.empty(), DataInterval.ALL, UTC)
                    .relation();
            Session session = lake.reading(new NoEngine()).open(UTC);
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> session.register("r", relation));
            isAsked.await();

            session.cancel();

            assertThatThrownBy(reading::join).cause().isInstanceOfSatisfying(DaybreakException.class, e -> assertThat(
                            e.code())
                    .isEqualTo(ErrorCode.CANCELLED));
        }
    }

    @Test
    void tablesFromBeforeTheStoreStayWhereTheyAre() {
        TestTable before = TestTable.daily(folder);
        before.publishDay("a", "2025-03-01", 3);
        before.lake.close();
        Lakes.standOn(kind, server.endpoint());

        TestTable after = TestTable.daily(folder);
        after.publishDay("b", "2025-03-02", 2);

        assertThat(after.rows()).hasSize(5);
        assertThat(server.objects("")).isEmpty();
        assertThat(folder.resolve("warehouse/features/activity/data")).isDirectoryContaining("glob:**.parquet");
    }

    @Test
    void tablesInAStoreThatTheProjectNoLongerNamesAreToldAsSuch() {
        Lakes.standOn(kind, server.endpoint());
        TestTable.daily(folder).lake.close();

        try (Lake lake = Lake.open(LakePlace.local(folder))) {
            assertThatThrownBy(() -> lake.find(TestTable.KEY))
                    .isInstanceOfSatisfying(
                            DaybreakException.class, e -> assertThat(e.mend()).contains("'lake: warehouse'"))
                    .hasMessageContaining("it lies in an object store that the project does not name");
        }
    }

    @Test
    void copiesTakeNoMoreThanTheirBound() throws Exception {
        try (ObjectStore store = store(server.endpoint(), Lakes.SHORT);
                FileCache cache = new FileCache(new CacheFolder(folder.resolve("copies")), 100_000, store)) {
            for (int i = 0; i < 30; i++) {
                String location = kind.bucket() + i;
                try (var out = store.files().newOutputFile(location).createOrOverwrite()) {
                    out.write(new byte[10_000]);
                }
                cache.fetch(location);
            }

            try (Stream<Path> copies = Files.walk(folder.resolve("copies/files"))) {
                assertThat(copies.filter(Files::isRegularFile)).hasSizeBetween(5, 11);
            }
        }
    }
}
