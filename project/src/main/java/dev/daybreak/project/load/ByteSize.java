package dev.daybreak.project.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as project files say them. */
final class ByteSize {
    static final String PERMITTED = "a size of at least 1 MB, such as '2GB', '512 MB' or '1.5GiB'";

    private static final long DEFAULT_LIMIT = 1_000_000_000L;
    private static final long MIN = 1_000_000L;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([kmgt]i?b)");
    private static final Map<String, Long> UNITS = Map.of(
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "tb",
            1_000_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30,
            "tib",
            1L << 40);

    private ByteSize() {}

    static Optional<Long> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2))));
        boolean fits = bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits && bytes.longValue() >= MIN ? Optional.of(bytes.longValue()) : Optional.empty();
    }

    /** A quarter of the memory that the machine or container has, at most 1 GB. */
    static long quarterOfMachine() {
        boolean isKnown = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean;
        if (!isKnown) {
            return DEFAULT_LIMIT;
        }
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.max(MIN, Math.min(DEFAULT_LIMIT, machine.getTotalMemorySize() / 4));
    }
}
