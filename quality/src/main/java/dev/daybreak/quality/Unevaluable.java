package dev.daybreak.quality;

/** Why a check cannot be evaluated, told to people; becomes the reason of a failed outcome. */
final class Unevaluable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unevaluable(String reason) {
        super(reason, null, false, false);
    }
}
