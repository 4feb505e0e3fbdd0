package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.engine.duckdb.PlainLine.Field;
import dev.daybreak.engine.duckdb.PlainLine.Form;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {
    private final PlainLine line = new PlainLine(List.of(
            new Field("id", Form.INTEGER, true),
            new Field("size", Form.DOUBLE, false),
            new Field("name", Form.VARCHAR, false),
            new Field("at", Form.TIMESTAMPTZ, false),
            new Field("seen", Form.BOOLEAN, false),
            new Field("born", Form.DATE, false)));

    private byte[] bytes = new byte[0];

    private boolean read(String text) {
        bytes = (text + "\n\"rest\"").getBytes(StandardCharsets.UTF_8);
        int end = line.read(bytes, 0);
        assertThat(end).isIn(-1, bytes.length - "\n\"rest\"".length());
        return end >= 0;
    }

    @Test
    void readsValuesInAnyOrderAndTellsWhichAreThere() {
        assertThat(read("{\"name\":\"caf\u00e9\", \"id\": -17,\"seen\":true ,\"size\":-0.1,\"at\":null}\r"))
                .isTrue();

        assertThat(line.number(0)).isEqualTo(-17);
        assertThat(Double.longBitsToDouble(line.number(1))).isEqualTo(-0.1);
        assertThat(new String(bytes, line.start(2), line.end(2) - line.start(2), StandardCharsets.UTF_8))
                .isEqualTo("caf\u00e9");
        assertThat(line.has(3)).isFalse();
        assertThat(line.number(4)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "{\"id\":1",
                "{\"id\":1}}",
                "{\"id\":1,}",
                "{\"id\":1.0}",
                "{\"id\":01}",
                "{\"id\":-}",
                "{\"id\":\"1\"}",
                "{\"id\":1234567890}",
                "{\"id\":null}",
                "{\"id\":1,\"id\":1}",
                "{\"id\":1,\"other\":1}",
                "{\"id\":1,\"i",
                "{\"id\":1,\"size\":1e3}",
                "{\"id\":1,\"size\":1.}",
                "{\"id\":1,\"size\":.5}",
                "{\"id\":1,\"size\":0.1234567890123456}",
                "{\"id\":1,\"name\":\"a\\n\"}",
                "{\"id\":1,\"name\":\"a\tb\"}",
                "{\"id\":1,\"name\":5}",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00\"}",
                "{\"id\":1,\"at\":\"2026-02-30T10:00:00Z\"}",
                "{\"id\":1,\"at\":\"\"}",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00.Z\"}",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00.1234567Z\"}",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00ZZ\"}",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00Z",
                "{\"id\":1,\"at\":\"2026-01-03T10:00:00",
                "{\"id\":1,\"born\":\"2026-01-3\"}",
                "{\"id\":1,\"born\":\"2026-01-03T\"}",
                "{\"id\":1,\"born\":\"2026-01-03",
                "{\"id\":1,\"born\":\"",
                "{\"id\":1,\"seen\":tru}"
            })
    void leavesWhatIsNotPlainToOthers(String text) {
        assertThat(read(text)).isFalse();
    }

    @Test
    void readsTimesAndDatesInPlace() {
        assertThat(read("{\"id\":1,\"born\": \"1969-12-31\",\"at\":\"1970-01-01T00:00:01.25Z\"}"))
                .isTrue();

        assertThat(line.number(3)).isEqualTo(1_250_000);
        assertThat(line.number(5)).isEqualTo(-1);
    }

    @Test
    void neverReadsBeyondTheLineFeedThatEndsTheBytes() {
        String whole = "{\"id\":1,\"at\":\"2026-01-03T10:00:00.123456Z\",\"born\":\"2026-01-03\",\"seen\":false}";
        for (int length = 0; length < whole.length(); length++) {
            byte[] cut = (whole.substring(0, length) + "\n").getBytes(StandardCharsets.US_ASCII);
            assertThat(line.read(cut, 0)).isEqualTo(-1);
        }
        assertThat(line.read((whole + "\n").getBytes(StandardCharsets.US_ASCII), 0))
                .isEqualTo(whole.length());
    }

    @Test
    void countsDaysAndTimesAsTheCalendarDoes() {
        for (LocalDate day = LocalDate.of(1600, 1, 1); day.getYear() < 2401; day = day.plusDays(1)) {
            byte[] text = day.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(PlainTime.days(text, 0, text.length)).isEqualTo(day.toEpochDay());
        }
        byte[] time = "1969-12-31 23:59:58.000250".getBytes(StandardCharsets.US_ASCII);
        assertThat(PlainTime.micros(time, 0, time.length))
                .isEqualTo(LocalDateTime.parse("1969-12-31T23:59:58").toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 250);
    }

    @Test
    void takesNoBytesForTextThatAreNotUtf8() {
        byte[][] invalid = {
            {(byte) 0xe9},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xe2, (byte) 0x82}
        };
        for (byte[] bytes : invalid) {
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
        }
        byte[] valid = "a\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(valid, 0, valid.length)).isTrue();
    }
}
