package dev.daybreak.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Values of Iceberg's table specification, appendix B, "32-bit Hash Requirements". */
class IcebergHashTest {
    @Test
    void hashesIntegersDatesAndTimestampsAsLongs() {
        assertThat(IcebergHash.ofLong(34)).isEqualTo(2_017_239_379);
        assertThat(IcebergHash.ofLong(17_486)).isEqualTo(-653_330_422);
        assertThat(IcebergHash.ofLong(1_510_871_468_000_000L)).isEqualTo(-2_047_944_441);
        assertThat(IcebergHash.ofLong(1_510_871_468_000_001L)).isEqualTo(-1_207_196_810);
    }

    @Test
    void hashesTextAsItsBytesOfUtf8() {
        assertThat(IcebergHash.ofString("iceberg")).isEqualTo(1_210_000_089);
    }

    @Test
    void hashesDecimalsAsTheirUnscaledBytes() {
        assertThat(IcebergHash.ofDecimal(new BigDecimal("14.20"))).isEqualTo(-500_754_589);
    }

    @Test
    void hashesBytes() {
        assertThat(IcebergHash.ofBytes(new byte[] {0, 1, 2, 3})).isEqualTo(-188_683_207);
        assertThat(IcebergHash.ofBytes(new byte[0])).isZero();
    }
}
