package dev.daybreak.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickLogsTest {
    private static final Pattern DAY = Pattern.compile("\"event_time\":\"(.{10}T..)");

    /** Nobody can rank better than by the true chance; what its AUC is expected to be follows from the chances alone. */
    @Test
    void theBestAucIsWhatTheReadmeSays() throws IOException {
        Shop shop = new Shop(ClickLogs.Size.FULL.users(), ClickLogs.Size.FULL.items(), ClickLogs.SEED);
        SplittableRandom random = new SplittableRandom(1);
        double[] chances = new double[1_000_000];
        Arrays.setAll(chances, i -> shop.chance(shop.drawUser(random), shop.drawItem(random), 1 + random.nextInt(10)));

        Matcher said = Pattern.compile("is \\*\\*(0\\.\\d+)\\*\\*")
                .matcher(Files.readString(
                        Path.of(System.getProperty("root.dir"), "examples", "recommender", "README.md")));
        assertThat(said.find()).isTrue();
        assertThat(auc(chances)).isCloseTo(Double.parseDouble(said.group(1)), within(0.001));
    }

    private static double auc(double[] chances) {
        Arrays.sort(chances);
        double clicks = 0;
        double others = 0;
        double pairs = 0;
        for (double chance : chances) {
            pairs += chance * others;
            clicks += chance;
            others += 1 - chance;
        }
        return pairs / (clicks * others);
    }

    @Test
    void theSameBytesAreWrittenAgain(@TempDir Path one, @TempDir Path two) throws IOException {
        ClickLogs.Size size = new ClickLogs.Size(3, 5_000, 100, 20);
        new ClickLogs(size).write(one);
        new ClickLogs(size).write(two);

        assertThat(texts(one)).hasSize(72).isEqualTo(texts(two));
    }

    @Test
    void oneInAHundredIsLateAndOneInAThousandIsBroken(@TempDir Path folder) throws IOException {
        new ClickLogs(new ClickLogs.Size(10, 200_000, 100, 20)).write(folder);

        long all = 0;
        long broken = 0;
        long late = 0;
        for (Map.Entry<String, List<String>> file : texts(folder).entrySet()) {
            String hour = file.getKey().replace("/", "T").replace(".jsonl", "");
            for (String line : file.getValue()) {
                all++;
                broken += line.endsWith("}") ? 0 : 1;
                Matcher time = DAY.matcher(line);
                late += time.find() && !time.group(1).equals(hour) ? 1 : 0;
            }
        }

        assertThat(all).isEqualTo(200_000);
        assertThat(broken).isBetween(150L, 250L);
        assertThat(late).isBetween(1_800L, 2_200L);
    }

    private static Map<String, List<String>> texts(Path folder) throws IOException {
        Path clicks = folder.resolve("clicks");
        Map<String, List<String>> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(clicks)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> texts.put(clicks.relativize(file).toString(), lines(file)));
        }
        return texts;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
