package dev.daybreak.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables after random days, corrected at random, against plain maps of what they should hold. The seed of a failure is in its name. */
final class WriteModelTest {
    private static final int DAYS = 4;
    private static final int ROUNDS = 4;
    private static final int USERS = 12;
    private static final String CUT = "partition: [{every: day}, {bucket: user_id, into: 3}]\n";

    /** What a day says of a user. */
    private record Change(int user, String plan, boolean gone) {
        @Override
        public String toString() {
            return "(" + user + ", " + (plan == null ? "NULL" : "'" + plan + "'") + ", " + gone + ")";
        }
    }

    private static List<Change> day(Random random) {
        List<Change> day = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            if (random.nextInt(3) == 0) {
                int plan = random.nextInt(4);
                day.add(new Change(user, plan == 3 ? null : "p" + plan, random.nextInt(5) == 0));
            }
        }
        return day;
    }

    private static void give(ModeProject users, int day, List<Change> changes) {
        users.given(day, changes.stream().map(Change::toString).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|",
                "2|, delete_when: batch.gone",
                "3|, update_when: batch.plan > target.plan",
                "4|, insert_when: batch.plan = 'p1', delete_when: batch.gone"
            })
    void merges(int seed, String conditions, @TempDir Path folder) {
        String more = conditions == null ? "" : conditions;
        boolean deletes = more.contains("delete_when");
        BiPredicate<String, Change> updates = more.contains("update_when")
                ? (before, change) ->
                        before != null && change.plan() != null && change.plan().compareTo(before) > 0
                : (before, change) -> true;
        BiPredicate<String, Change> inserts = more.contains("insert_when")
                ? (before, change) -> "p1".equals(change.plan())
                : (before, change) -> true;
        Random random = new Random(seed);
        List<List<Change>> days = new ArrayList<>();
        Map<Integer, String> model = new TreeMap<>();
        try (ModeProject users =
                new ModeProject(folder, "2025-03-05", CUT + "write: {merge: {key: user_id" + more + "}}")) {
            for (int round = 0; round < ROUNDS; round++) {
                int first = round == 0 ? 1 : 1 + random.nextInt(DAYS);
                for (int day = first; day <= (round == 0 ? DAYS : first); day++) {
                    List<Change> changes = day(random);
                    give(users, day, changes);
                    if (round == 0) {
                        days.add(changes);
                    } else {
                        days.set(day - 1, changes);
                    }
                }

                users.run();

                for (List<Change> changes : days.subList(first - 1, DAYS)) {
                    for (Change change : changes) {
                        boolean isThere = model.containsKey(change.user());
                        if (deletes && change.gone()) {
                            model.remove(change.user());
                        } else if ((isThere ? updates : inserts).test(model.get(change.user()), change)) {
                            model.put(change.user(), change.plan());
                        }
                    }
                }
                assertThat(users.rows("SELECT user_id, plan FROM t ORDER BY user_id"))
                        .containsExactlyElementsOf(model.entrySet().stream()
                                .map(entry -> "[" + entry.getKey() + ", " + entry.getValue() + "]")
                                .toList());
                assertThat(users.project.plan()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,", "2,", "3,', delete_when: batch.gone'", "4,', delete_when: batch.gone'"})
    void keepsVersions(int seed, String conditions, @TempDir Path folder) {
        String more = conditions == null ? "" : conditions;
        Random random = new Random(seed);
        Map<Integer, List<Change>> days = new TreeMap<>();
        String header = CUT + "write: {scd2: {key: user_id, track: plan" + more + "}}";
        try (ModeProject users = new ModeProject(folder, "2025-03-05", header)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int day = 1; day <= DAYS; day++) {
                    if (round == 0 || random.nextInt(3) == 0) {
                        days.put(day, day(random));
                        give(users, day, days.get(day));
                    }
                }

                users.run();

                assertThat(
                                users.rows(
                                        "SELECT user_id, plan, CAST(EXTRACT(DAY FROM valid_from) AS INTEGER),"
                                                + " CAST(EXTRACT(DAY FROM valid_to) AS INTEGER), is_current FROM t ORDER BY user_id, valid_from"))
                        .containsExactlyElementsOf(versions(days, !more.isEmpty()));
                assertThat(users.project.plan()).isEmpty();
            }
        }
    }

    /** Whatever was corrected, the versions are those of the days as they are now. */
    private static List<String> versions(Map<Integer, List<Change>> days, boolean deletes) {
        List<String> versions = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            int id = user;
            Integer since = null;
            String plan = null;
            for (Map.Entry<Integer, List<Change>> day : days.entrySet()) {
                for (Change change :
                        day.getValue().stream().filter(one -> one.user() == id).toList()) {
                    boolean goes = deletes && change.gone();
                    boolean isSame = since == null ? goes : !goes && Objects.equals(plan, change.plan());
                    if (isSame) {
                        continue;
                    }
                    if (since != null) {
                        versions.add("[" + id + ", " + plan + ", " + since + ", " + day.getKey() + ", false]");
                    }
                    since = goes ? null : day.getKey();
                    plan = change.plan();
                }
            }
            if (since != null) {
                versions.add("[" + id + ", " + plan + ", " + since + ", null, true]");
            }
        }
        return versions;
    }

    @ParameterizedTest
    @CsvSource({"1,'partition: {every: day}'", "2,'partition: {column: seen, every: day}'"})
    void appends(int seed, String cut, @TempDir Path folder) {
        Random random = new Random(seed);
        Map<Integer, List<Change>> days = new TreeMap<>();
        try (ModeProject users = new ModeProject(folder, "2025-03-05", cut + "\nwrite: append")) {
            for (int round = 0; round < ROUNDS; round++) {
                int day = 1 + random.nextInt(DAYS);
                days.put(day, day(random));
                give(users, day, days.get(day));

                users.run();

                List<String> rows = new ArrayList<>();
                days.forEach((number, changes) -> changes.forEach(
                        change -> rows.add("[" + number + ", " + change.user() + ", " + change.plan() + "]")));
                assertThat(users.rows(
                                "SELECT CAST(EXTRACT(DAY FROM _interval_start) AS INTEGER) AS d, user_id, plan FROM t"
                                        + " ORDER BY d, user_id"))
                        .containsExactlyElementsOf(rows);
            }
        }
    }
}
