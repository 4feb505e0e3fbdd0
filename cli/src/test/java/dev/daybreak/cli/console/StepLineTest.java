package dev.daybreak.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepLineTest {
    private static final String NAME = "features.user_days 2023-01-01 to 2023-01-31";

    @Test
    void tellsRowsTimeAndSpeed() {
        assertThat(StepLine.line("raw.clicks", 2_000_000, -1, Duration.ofSeconds(5), 100))
                .startsWith("raw.clicks [")
                .endsWith("] 2,000,000 rows 5 s 400,000 rows/s");
    }

    @Test
    void aBarFillsWhereTheRowsToComeAreKnown() {
        assertThat(StepLine.line("x", 50, 100, Duration.ofSeconds(2), 100))
                .isEqualTo("x [█████     ] 50 rows 2 s 25 rows/s");
    }

    @Test
    void aBlockWandersWhereTheyAreNot() {
        assertThat(StepLine.line("x", 0, -1, Duration.ZERO, 100)).contains("[███       ]");
        assertThat(StepLine.line("x", 0, -1, Duration.ofMillis(400), 100)).contains("[  ███     ]");
    }

    @Test
    void aNarrowTerminalCutsTheNameAndNotTheFigures() {
        assertThat(StepLine.line(NAME, 805_324, -1, Duration.ofSeconds(4), 80))
                .hasSize(80)
                .startsWith("features.user_days 2023-01-01")
                .endsWith("805,324 rows 4 s 201,331 rows/s");
        assertThat(StepLine.line(NAME, 805_324, -1, Duration.ofSeconds(4), 20)).hasSize(20);
    }
}
