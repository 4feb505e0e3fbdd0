package dev.daybreak.engine.duckdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;

/**
 * The macro {@code approx_count_distinct}, and the functions of DuckDB that it is made of: one gives a value's coupon, by the hash that Spark has for its
 * type, the other the estimate of a group's coupons.
 */
final class DistinctEstimate {
    /** Of a value and the name of its type: a number that {@code chr} takes. It has a form for each type that it knows. */
    private static final String COUPON = "daybreak_distinct_coupon";
    /** Of a text of coupons: a whole number. */
    static final String ESTIMATE = "daybreak_distinct_estimate";

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(([0-9]+),([0-9]+)\\)");
    /** The most digits that Spark keeps in 64 bits and hashes as a whole number. */
    private static final int DIGITS = 18;

    private static final int MAX_DIGITS = 38;
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    private DistinctEstimate() {}

    /** Makes all of them known to every session of the connection's database. */
    static void register(Connection connection) throws SQLException {
        coupon(connection, DuckDBColumnType.BOOLEAN, (value, row) -> XxHash64.ofInt(value.getBoolean(row) ? 1 : 0));
        coupon(connection, DuckDBColumnType.TINYINT, (value, row) -> XxHash64.ofInt(value.getByte(row)));
        coupon(connection, DuckDBColumnType.SMALLINT, (value, row) -> XxHash64.ofInt(value.getShort(row)));
        coupon(connection, DuckDBColumnType.INTEGER, (value, row) -> XxHash64.ofInt(value.getInt(row)));
        coupon(connection, DuckDBColumnType.BIGINT, (value, row) -> XxHash64.ofLong(value.getLong(row)));
        // Sums of whole numbers, which Spark has as 64 bits.
        coupon(
                connection,
                DuckDBColumnType.HUGEINT,
                (value, row) -> XxHash64.ofLong(value.getHugeInt(row).longValue()));
        coupon(connection, DuckDBColumnType.FLOAT, (value, row) -> ofFloat(value.getFloat(row)));
        coupon(connection, DuckDBColumnType.DOUBLE, (value, row) -> ofDouble(value.getDouble(row)));
        coupon(connection, DuckDBColumnType.VARCHAR, (value, row) -> ofText(value.getString(row)));
        coupon(
                connection,
                DuckDBColumnType.DATE,
                (value, row) -> XxHash64.ofInt((int) value.getLocalDate(row).toEpochDay()));
        coupon(
                connection,
                DuckDBColumnType.TIMESTAMP,
                (value, row) -> XxHash64.ofLong(ChronoUnit.MICROS.between(EPOCH, value.getLocalDateTime(row))));
        coupon(
                connection,
                DuckDBColumnType.TIMESTAMP_WITH_TIME_ZONE,
                (value, row) -> XxHash64.ofLong(ChronoUnit.MICROS.between(
                        Instant.EPOCH, value.getOffsetDateTime(row).toInstant())));
        decimals(connection);
        estimate(connection);
        PortableMacros.create(
                connection,
                "approx_count_distinct",
                "(value) AS " + ESTIMATE + "(coalesce(string_agg(DISTINCT chr(" + COUPON
                        + "(value, typeof(value))), ''), ''))");
    }

    @FunctionalInterface
    private interface Hash {
        long of(DuckDBReadableVector values, long row);
    }

    /** Gives the hash of values of a type as DuckDB names it. */
    @FunctionalInterface
    private interface Hashes {
        Hash of(String type);
    }

    private static void coupon(Connection connection, DuckDBColumnType type, Hash hash) throws SQLException {
        try (DuckDBLogicalType logical = DuckDBLogicalType.of(type)) {
            coupon(connection, logical, name -> hash);
        }
    }

    /** One form that holds every decimal of up to 18 digits; how many of them are behind the point is in the name of the type. */
    private static void decimals(Connection connection) throws SQLException {
        try (DuckDBLogicalType widest = DuckDBLogicalType.decimal(MAX_DIGITS, DIGITS)) {
            coupon(connection, widest, name -> {
                int scale = scale(name);
                return (values, row) -> ofDecimal(values.getBigDecimal(row), scale);
            });
        }
    }

    private static void coupon(Connection connection, DuckDBLogicalType type, Hashes hashes) throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction();
                DuckDBLogicalType name = DuckDBLogicalType.of(DuckDBColumnType.VARCHAR)) {
            builder.withName(COUPON)
                    .withParameters(type, name)
                    .withReturnType(DuckDBColumnType.INTEGER)
                    .withVectorizedFunction((input, output) -> {
                        DuckDBReadableVector values = input.vector(0);
                        Optional<Hash> hash = Optional.empty();
                        for (long row = 0; row < input.rowCount(); row++) {
                            if (values.isNull(row)) {
                                output.setNull(row);
                            } else {
                                if (hash.isEmpty()) {
                                    hash = Optional.of(hashes.of(input.vector(1).getString(row)));
                                }
                                output.setInt(row, HyperLogLog.coupon(hash.get().of(values, row)));
                            }
                        }
                    })
                    .register(connection);
        }
    }

    private static void estimate(Connection connection) throws SQLException {
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(ESTIMATE)
                    .withParameter(DuckDBColumnType.VARCHAR)
                    .withReturnType(DuckDBColumnType.BIGINT)
                    .withVectorizedFunction((input, output) -> {
                        for (long row = 0; row < input.rowCount(); row++) {
                            output.setLong(
                                    row, HyperLogLog.estimate(input.vector(0).getString(row)));
                        }
                    })
                    .register(connection);
        }
    }

    /** There is one zero and one NaN. */
    static long ofDouble(double value) {
        return XxHash64.ofLong(Double.doubleToLongBits(value == 0 ? 0.0 : value));
    }

    static long ofFloat(float value) {
        return XxHash64.ofInt(Float.floatToIntBits(value == 0 ? 0.0f : value));
    }

    static long ofText(String value) {
        return XxHash64.ofBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    static long ofDecimal(BigDecimal value, int scale) {
        return XxHash64.ofLong(value.setScale(scale).unscaledValue().longValueExact());
    }

    private static int scale(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches() && Integer.parseInt(decimal.group(1)) <= DIGITS) {
            return Integer.parseInt(decimal.group(2));
        }
        throw new IllegalArgumentException("Cannot use approx_count_distinct of a " + type + ": decimals have at most "
                + DIGITS + " digits there. Write approx_count_distinct(CAST(x AS STRING)).");
    }
}
