package dev.daybreak.engine.duckdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;

/**
 * The hash of Iceberg's bucket transform as functions of DuckDB: Murmur3, 32 bits, x86 variant, seed 0, over the bytes that
 * Iceberg's table specification, appendix B, names for each type.
 */
final class IcebergHash {
    /** Of a BIGINT: integers, days of a date, microseconds of a timestamp. */
    static final String OF_LONG = "daybreak_hash_long";
    /** Of a VARCHAR's UTF-8 bytes. */
    static final String OF_STRING = "daybreak_hash_string";
    /** Of a decimal given as VARCHAR: the bytes of its unscaled value. */
    static final String OF_DECIMAL = "daybreak_hash_decimal";
    /** Of bytes given as hexadecimal VARCHAR. */
    static final String OF_HEX = "daybreak_hash_hex";

    private IcebergHash() {}

    /** Makes the functions known to every session of the connection's database. */
    static void register(Connection connection) throws SQLException {
        register(connection, OF_LONG, DuckDBColumnType.BIGINT, (vector, row) -> ofLong(vector.getLong(row)));
        register(connection, OF_STRING, DuckDBColumnType.VARCHAR, (vector, row) -> ofString(vector.getString(row)));
        register(
                connection,
                OF_DECIMAL,
                DuckDBColumnType.VARCHAR,
                (vector, row) -> ofDecimal(new BigDecimal(vector.getString(row))));
        register(
                connection,
                OF_HEX,
                DuckDBColumnType.VARCHAR,
                (vector, row) -> ofBytes(HexFormat.of().parseHex(vector.getString(row))));
    }

    @FunctionalInterface
    private interface Hash {
        int of(DuckDBReadableVector vector, long row);
    }

    private static void register(Connection connection, String name, DuckDBColumnType parameter, Hash hash)
            throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameter(parameter)
                    .withReturnType(DuckDBColumnType.INTEGER)
                    .withVectorizedFunction((input, output) -> {
                        DuckDBReadableVector vector = input.vector(0);
                        for (long row = 0; row < input.rowCount(); row++) {
                            if (vector.isNull(row)) {
                                output.setNull(row);
                            } else {
                                output.setInt(row, hash.of(vector, row));
                            }
                        }
                    })
                    .register(connection);
        }
    }

    static int ofLong(long value) {
        int hash = mix(0, (int) value);
        hash = mix(hash, (int) (value >>> 32));
        return finish(hash, Long.BYTES);
    }

    static int ofString(String value) {
        return ofBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    static int ofDecimal(BigDecimal value) {
        return ofBytes(value.unscaledValue().toByteArray());
    }

    static int ofBytes(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash = mix(hash, littleEndian(bytes, i, 4));
        }
        if (whole < bytes.length) {
            hash ^= scramble(littleEndian(bytes, whole, bytes.length - whole));
        }
        return finish(hash, bytes.length);
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return word;
    }

    private static int scramble(int word) {
        return Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private static int mix(int hash, int word) {
        return Integer.rotateLeft(hash ^ scramble(word), 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash, int length) {
        int mixed = hash ^ length;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }
}
