package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Spark's {@code xxhash64} gives for the same values. */
class XxHash64Test {
    @Test
    void hashesTextOfEveryLengthByItsBytes() {
        assertThat(ofText("")).isEqualTo(-7444071767201028348L);
        assertThat(ofText("a")).isEqualTo(-8582455328737087284L);
        assertThat(ofText("Spark")).isEqualTo(-4294468057691064905L);
        assertThat(ofText("0123456789".repeat(4))).isEqualTo(5508798028064852934L);
        assertThat(ofText("0123456789".repeat(7))).isEqualTo(526385166351516111L);
    }

    @Test
    void hashesNumbersAsTheirBytes() {
        byte[] four = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(-123_456_789)
                .array();
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-123_456_789_012L)
                .array();

        assertThat(XxHash64.ofInt(-123_456_789)).isEqualTo(XxHash64.ofBytes(four));
        assertThat(XxHash64.ofLong(-123_456_789_012L)).isEqualTo(XxHash64.ofBytes(eight));
        assertThat(XxHash64.ofInt(1)).isEqualTo(-6698625589789238999L);
        assertThat(XxHash64.ofLong(1)).isEqualTo(-7001672635703045582L);
    }

    private static long ofText(String text) {
        return XxHash64.ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
