package dev.daybreak.project.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Cases of other schedulers, five fields each. What they mean otherwise is told by kind; all else must agree. */
class CronConformanceTest {
    private static final int TEST = 2;
    private static final int OPERATION = 3;
    private static final int DIALECT = 4;
    private static final int EXPRESSION = 5;
    private static final int ZONE = 6;
    private static final int BASE = 7;
    private static final int EXPECTED = 8;
    private static final int CLOCK_CHANGE = 9;
    private static final int CRONITER_AGREES = 11;

    /** Dialects without options, or with those that are ours. */
    private static final Set<String> DIALECTS = Set.of(
            "croniter5",
            "cronutils:mhDMW;MON=1;dom_dow=OR",
            "dagster5;dst_gap=SHIFT_TO_GAP_END",
            "prefect5",
            "robfig5",
            "robfig5;DOW0=SUN;dom_dow=OR(star=>AND)",
            "robfig5;DOW0=SUN;dom_dow=OR(star=>AND);dst_gap=SKIP;dst_fold=BOTH");

    /** Why a case means something else there; empty if it must agree. Decided by the case alone. */
    private static Optional<String> differs(String[] each) {
        String expression = each[EXPRESSION];
        if (!DIALECTS.contains(each[DIALECT])) {
            return Optional.of("another dialect, or an option that is not ours");
        }
        boolean refused = each[OPERATION].equals("invalid")
                || (each[OPERATION].equals("valid") && each[EXPECTED].equals("false"));
        String letters = expression.toLowerCase(Locale.ROOT).replaceAll("jul|wed", "");
        if (!refused && letters.matches(".*[#?lw].*")) {
            return Optional.of("syntax beyond Unix cron (L, W, #, ?)");
        }
        if (expression.endsWith(" Sun-Sun") || expression.endsWith(" 7-7")) {
            return Optional.of("a range from a day to itself is the whole week there");
        }
        boolean isLeftOut = each[TEST].endsWith("testDSTGap") && each[CRONITER_AGREES].equals("no");
        if (isLeftOut || (each[TEST].contains("Bug319_loop") && each[CLOCK_CHANGE].equals("gap"))) {
            return Optional.of("a time that falls into a gap is left out there");
        }
        if (expression.equals("0 0 31 2 *") && each[OPERATION].equals("valid")) {
            return Optional.of("a day that no year has is valid there");
        }
        if (each[OPERATION].equals("match") && each[BASE].contains(":59")) {
            return Optional.of("any second of a minute matches there");
        }
        return Optional.empty();
    }

    @Test
    void agreesWithOtherSchedulersWhereTheyMeanTheSame() throws IOException {
        Path cases = Path.of(System.getProperty("shared.dir", ""), "conformance", "cron", "cron_cases.tsv");
        assumeTrue(Files.exists(cases), "the cases of other schedulers are not at " + cases);
        Map<String, Integer> other = new TreeMap<>();
        List<String> disagreements = new ArrayList<>();
        int agreed = 0;
        for (String line : Files.readAllLines(cases)) {
            String[] each = line.split("\t", -1);
            int fields = each[EXPRESSION].split(" ").length;
            Optional<String> reason = fields == 5 || each[EXPRESSION].startsWith("@")
                    ? differs(each)
                    : Optional.of("other than five fields (seconds, years), or a text that is no cron");
            if (reason.isPresent()) {
                other.merge(reason.get(), 1, Integer::sum);
            } else if (agrees(each)) {
                agreed++;
            } else {
                disagreements.add(String.join(" | ", each) + " | ours: " + outcome(each));
            }
        }
        System.out.printf("Cron: %d cases of other schedulers agree%n", agreed);
        other.forEach((reason, count) -> System.out.printf("  %4d not compared: %s%n", count, reason));
        assertThat(disagreements).isEmpty();
        assertThat(agreed).isGreaterThan(1_100);
    }

    private static boolean agrees(String[] each) {
        String expected = each[EXPECTED].matches("ERROR.*|NONE") ? "ERROR" : each[EXPECTED];
        if (!each[OPERATION].matches("next|prev") || expected.equals("ERROR")) {
            return outcome(each).equals(expected);
        }
        return outcome(each).equals(instant(expected, zone(each)).toString());
    }

    private static String outcome(String[] each) {
        Optional<Cron> cron = Cron.parse(each[EXPRESSION], problem -> {});
        if (each[OPERATION].equals("valid")) {
            return String.valueOf(cron.isPresent());
        }
        if (cron.isEmpty()) {
            return "ERROR";
        }
        if (each[OPERATION].equals("invalid")) {
            return "valid";
        }
        ZoneId zone = zone(each);
        Instant base = instant(each[BASE], zone);
        if (each[OPERATION].equals("match")) {
            Optional<Instant> next = cron.get().next(base.minusNanos(1), zone);
            return String.valueOf(next.isPresent() && next.get().equals(base));
        }
        Optional<Instant> time = each[OPERATION].equals("prev")
                ? Timetable.of(List.of(cron.get()), zone).previous(base)
                : cron.get().next(base, zone);
        return time.map(Instant::toString).orElse("ERROR");
    }

    private static ZoneId zone(String[] each) {
        String zone = each[ZONE].replace("FIXED:", "");
        return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        }
    }
}
