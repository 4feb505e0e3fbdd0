package dev.daybreak.cli.command;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;

/** Which numbers an option takes. */
final class Bounds {
    private Bounds() {}

    /** @throws DaybreakException of wrong use, if {@code value} is not from {@code least} to {@code most} */
    static void requireWithin(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option, value, least + " to " + most);
        }
    }

    /** @throws DaybreakException of wrong use, if {@code value} is less than {@code least} */
    static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw wrong(option, value, least + " or more");
        }
    }

    private static DaybreakException wrong(String option, int value, String permitted) {
        return new DaybreakException(
                ErrorCode.WRONG_USE,
                "Invalid " + option + " " + value + "; permitted: " + permitted + ".",
                "Give another number, or leave the option out for its default.");
    }
}
