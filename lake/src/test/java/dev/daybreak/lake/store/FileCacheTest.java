package dev.daybreak.lake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCacheTest {
    private static final int BYTES = 1000;

    @TempDir
    Path folder;

    private final MemoryStore store = new MemoryStore();
    private final List<FileCache> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(FileCache::close);
    }

    private FileCache cache(long bytes) {
        FileCache cache = new FileCache(new CacheFolder(folder), bytes, store);
        opened.add(cache);
        return cache;
    }

    private String object(int number) {
        String location = "s3://lake/table/data/" + number + ".parquet";
        store.objects.put(location, Integer.toString(number % 10).repeat(BYTES));
        return location;
    }

    private List<String> objects(int count) {
        return IntStream.range(0, count).mapToObj(this::object).toList();
    }

    private static void isOld(Path copy, int secondsAgo) throws IOException {
        Files.setLastModifiedTime(copy, FileTime.fromMillis(System.currentTimeMillis() - secondsAgo * 1000L));
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void anObjectIsReadOnceAndFoundByTheNextProcess() throws Exception {
        Path copy = cache(1_000_000).fetch(object(7));
        cache(1_000_000).fetch(object(7));

        assertThat(Files.readString(copy)).isEqualTo("7".repeat(BYTES));
        assertThat(store.downloads).hasValue(1);
    }

    @Test
    void copiesThatWereNotUsedForLongestMakeRoom() throws Exception {
        FileCache cache = cache(4 * BYTES);
        for (int i = 0; i < 4; i++) {
            isOld(cache.fetch(object(i)), 100 - i);
        }
        cache.fetch(object(0));

        cache.fetch(object(4));

        assertThat(copies())
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("0.parquet", "2.parquet", "3.parquet", "4.parquet");
    }

    @Test
    void shortCommandsKeepToTheBoundTogether() throws Exception {
        for (int i = 0; i < 60; i++) {
            FileCache command = new FileCache(new CacheFolder(folder), 30 * BYTES, store);
            command.fetch(object(i));
            command.close();
        }

        assertThat(copies()).hasSize(30);
    }

    @Test
    void whatIsUsedStaysUntilItIsGivenUp() throws Exception {
        FileCache reader = cache(2 * BYTES);
        FileCache other = cache(2 * BYTES);
        List<String> used = objects(4);

        try (FileCache.Hold hold = reader.hold(used)) {
            assertThat(hold).isNotNull();
            other.fetch(object(10));
            other.fetch(object(11));

            for (String location : used) {
                assertThat(reader.path(location)).as("more than the bound").exists();
            }
        }
        other.fetch(object(12));
        assertThat(copies()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatADeadProcessUsedIsGivenUp() throws Exception {
        FileCache cache = cache(BYTES);
        Path copy = cache.fetch(object(1));
        Path dead = Files.createDirectories(folder.resolve("use/dead"));
        Files.createFile(dead.resolve("lock"));
        Files.createLink(dead.resolve("use-1"), copy);
        Files.writeString(dead.resolve("part-2"), "half of something");
        isOld(copy, 100);

        cache.fetch(object(2));

        assertThat(dead).doesNotExist();
        assertThat(copy).doesNotExist();
    }

    @Test
    void halfAReadIsNoCopy() {
        FileCache cache = cache(1_000_000);
        store.isCutting = true;
        assertThatThrownBy(() -> cache.fetch(object(1))).hasMessageContaining("cut off");
        assertThat(cache.path(object(1))).doesNotExist();

        store.isCutting = false;
        assertThat(cache.fetch(object(1))).hasSize(BYTES);
    }

    @Test
    void anObjectThatIsNotThereIsToldAsSuch() {
        FileCache cache = cache(1_000_000);
        List<String> locations = List.of(object(1), "s3://lake/gone", object(2));

        assertThatThrownBy(() -> cache.hold(locations))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("s3://lake/gone");
    }

    @Test
    void aFileThatWasSentIsTheCopy() throws Exception {
        FileCache cache = cache(1_000_000);
        Path sent = Files.writeString(folder.resolve("sent"), "rows");

        cache.adopt(sent, "s3://lake/new");
        Files.delete(sent);

        assertThat(Files.readString(cache.fetch("s3://lake/new"))).isEqualTo("rows");
        assertThat(store.downloads).hasValue(0);
    }

    /** A tenth of what is read has room, so copies come and go all the time. */
    @Test
    void manyReadersInManyInstancesAllReadWhatIsThere() throws Exception {
        int many = 40;
        objects(many);
        List<FileCache> caches = List.of(cache(4 * BYTES), cache(4 * BYTES), cache(4 * BYTES));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            readers.add(threads.submit(reader(caches.get(i % 3), new Random(i), many)));
        }

        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isEqualTo(300);
        }
        threads.shutdown();
        assertThat(store.downloads.get()).as("copies had to make room").isGreaterThan(many);
    }

    private Callable<Integer> reader(FileCache cache, Random random, int many) {
        return () -> {
            int read = 0;
            while (read < 300) {
                List<String> locations = random.ints(3, 0, many)
                        .distinct()
                        .mapToObj(this::object)
                        .toList();
                try (FileCache.Hold hold = cache.hold(locations)) {
                    assertThat(hold).isNotNull();
                    for (String location : locations) {
                        assertThat(Files.readString(cache.path(location))).isEqualTo(store.objects.get(location));
                    }
                }
                read++;
            }
            return read;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://lake/a/b.parquet",
                "s3://lake/day=2025-03-01T00%3A00/x y.parquet",
                "s3://lake/../up",
                "s3://lake//twice/./dot",
                "s3://lake/ends/",
                "s3://lake/..\u0001/x",
                "s3://lake/\u0001"
            })
    void aLocationTellsThePathAndThePathTheLocation(String location) {
        FileCache cache = cache(1);

        assertThat(cache.path(location).normalize()).startsWithRaw(folder.resolve("files/s3/lake"));
        assertThat(cache.location(cache.path(location))).contains(location);
        assertThat(cache.location(folder.resolve("elsewhere"))).isEmpty();
    }
}
