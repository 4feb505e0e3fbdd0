package dev.daybreak.sql.query;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;

/** The units of the intervals in an expression. */
final class Intervals {
    private Intervals() {}

    /** Whether there is an interval, and one with hours, minutes or seconds. */
    static boolean isFinerThanDay(SqlNode node) {
        TimeUnit finest = finest(node);
        return finest != null
                && finest.multiplier.longValue() < TimeUnit.DAY.multiplier.longValue()
                && !isMonths(finest);
    }

    /** Whether there is an interval of whole days, months or years. */
    static boolean isOfDays(SqlNode node) {
        return finest(node) != null && !isFinerThanDay(node);
    }

    private static boolean isMonths(TimeUnit unit) {
        return unit.yearMonth;
    }

    /** The last unit of the first interval that is found; null if there is none. */
    private static TimeUnit finest(SqlNode node) {
        if (node instanceof SqlIntervalLiteral literal) {
            SqlIntervalLiteral.IntervalValue value = (SqlIntervalLiteral.IntervalValue) literal.getValue();
            return last(value.getIntervalQualifier());
        }
        if (node instanceof SqlIntervalQualifier qualifier) {
            return last(qualifier);
        }
        if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                TimeUnit unit = operand == null ? null : finest(operand);
                if (unit != null) {
                    return unit;
                }
            }
        }
        return null;
    }

    private static TimeUnit last(SqlIntervalQualifier qualifier) {
        return qualifier.timeUnitRange.endUnit == null
                ? qualifier.timeUnitRange.startUnit
                : qualifier.timeUnitRange.endUnit;
    }
}
