package dev.daybreak.formats;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.DataType.Decimal;

/** What the types of other programs have in common. */
final class Foreign {
    private Foreign() {}

    /** A decimal's type; an integer for one without digits behind the point would lose its digits. */
    static DataType decimal(int precision, int scale, String column) {
        if (precision > 38 || scale < 0 || scale > precision) {
            throw unknown(column, "decimal(" + precision + "," + scale + ")");
        }
        return new Decimal(precision, scale);
    }

    /** A type that no type of the contract holds the values of. */
    static DaybreakException unknown(String column, String type) {
        return new DaybreakException(
                ErrorCode.BAD_SOURCE,
                "Cannot read column '" + column + "': its type is " + type + "; permitted is what fits one of "
                        + DataType.PERMITTED,
                "Have the column written with another type.");
    }
}
