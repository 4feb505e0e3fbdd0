package dev.daybreak.cli.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Writes the demo's raw data, the same bytes for the same size: hourly JSON lines of impressions with clicks, and a user
 * table in SQLite. One impression in a hundred reaches its log up to two days late, and one line in a thousand is broken.
 */
public final class ClickLogs {
    static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
    static final long SEED = 20230101;
    /** The file of the users' table, in the folder of the data. */
    static final String DATABASE = "shop.db";

    private static final double LATE = 0.01;
    private static final double BROKEN = 0.001;
    private static final int MOST_HOURS_LATE = 48;

    private final Size size;
    private final Shop shop;

    /** How much to write; the full demo is {@link #FULL}. */
    public record Size(int days, int impressions, int users, int items) {
        public static final Size FULL = new Size(60, 2_000_000, 20_000, 2_000);
    }

    public ClickLogs(Size size) {
        this.size = size;
        this.shop = new Shop(size.users(), size.items(), SEED);
    }

    /** Writes {@code clicks/DAY/HOUR.jsonl} and {@code shop.db} into an existing, empty folder. */
    public void write(Path folder) throws IOException {
        writeUsers(folder.resolve(DATABASE));
        int hours = size.days() * 24;
        int[] counts = impressionsPerHour(hours);
        for (int day = 0; day < size.days(); day++) {
            Files.createDirectories(
                    folder.resolve("clicks").resolve(FIRST_DAY.plusDays(day).toString()));
        }
        StringBuilder[] late = new StringBuilder[hours];
        IntStream.range(0, hours).parallel().forEach(hour -> late[hour] = writeHour(folder, hour, counts[hour]));
        appendLate(folder, late);
    }

    private int[] impressionsPerHour(int hours) {
        double[] weights = new double[hours];
        double sum = 0;
        for (int hour = 0; hour < hours; hour++) {
            weights[hour] = 1.2 + Math.sin((hour % 24 - 9) * Math.PI / 12);
            sum += weights[hour];
        }
        int[] counts = new int[hours];
        double owed = 0;
        for (int hour = 0; hour < hours; hour++) {
            owed += weights[hour] / sum * size.impressions();
            counts[hour] = (int) owed;
            owed -= counts[hour];
        }
        counts[hours - 1] += (int) Math.round(owed);
        return counts;
    }

    /** Writes what arrives in time, and returns what does not: lines that begin with the hour they arrive in. */
    private StringBuilder writeHour(Path folder, int hour, int count) {
        SplittableRandom random = new SplittableRandom(SEED + 31L * hour);
        StringBuilder inTime = new StringBuilder(count * 150);
        StringBuilder late = new StringBuilder();
        Instant start = FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant().plus(hour, ChronoUnit.HOURS);
        for (int i = 0; i < count; i++) {
            String line = line(start.plusMillis(3_600_000L * i / count), hour * 1_000_000L + i, random);
            if (random.nextDouble() < BROKEN) {
                line = line.substring(0, 10 + random.nextInt(line.length() - 20));
            }
            if (random.nextDouble() < LATE) {
                int arrival = hour + 1 + random.nextInt(MOST_HOURS_LATE);
                late.append(Math.min(arrival, size.days() * 24 - 1))
                        .append(' ')
                        .append(line)
                        .append('\n');
            } else {
                inTime.append(line).append('\n');
            }
        }
        try {
            Files.writeString(file(folder, hour), inTime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return late;
    }

    private String line(Instant time, long id, SplittableRandom random) {
        int user = shop.drawUser(random);
        int item = shop.drawItem(random);
        int position = 1 + random.nextInt(10);
        boolean clicked = random.nextDouble() < shop.chance(user, item, position);
        return "{\"event_id\":" + id + ",\"event_time\":\"" + time + "\",\"user_id\":" + (user + 1) + ",\"item_id\":"
                + (item + 1) + ",\"category\":\"" + shop.category(item) + "\",\"position\":" + position
                + ",\"device\":\"" + Shop.DEVICES[random.nextInt(Shop.DEVICES.length)] + "\",\"clicked\":" + clicked
                + "}";
    }

    private static Path file(Path folder, int hour) {
        return folder.resolve("clicks/%s/%02d.jsonl".formatted(FIRST_DAY.plusDays(hour / 24), hour % 24));
    }

    private void appendLate(Path folder, StringBuilder[] late) throws IOException {
        SortedMap<Integer, StringBuilder> byArrival = new TreeMap<>();
        for (StringBuilder lines : late) {
            lines.toString().lines().forEach(line -> {
                int space = line.indexOf(' ');
                byArrival
                        .computeIfAbsent(Integer.valueOf(line.substring(0, space)), hour -> new StringBuilder())
                        .append(line, space + 1, line.length())
                        .append('\n');
            });
        }
        for (var arrived : byArrival.entrySet()) {
            try (BufferedWriter writer = Files.newBufferedWriter(
                    file(folder, arrived.getKey()), StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
                writer.append(arrived.getValue());
            }
        }
    }

    private void writeUsers(Path database) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE users (user_id INTEGER PRIMARY KEY, age INTEGER NOT NULL, country TEXT NOT NULL)");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO users VALUES (?, ?, ?)")) {
                for (int user = 0; user < shop.users(); user++) {
                    insert.setInt(1, user + 1);
                    insert.setInt(2, shop.age(user));
                    insert.setString(3, shop.country(user));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("Cannot write the user table to " + database, e);
        }
    }
}
