package dev.daybreak.project.load;

import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of a gate's conditions. */
final class GateText {
    private static final String METRIC = "(?:auc|log_loss|pr_auc|calibration|rmse|mae)";
    private static final String NUMBER = "\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";

    static final String PERMITTED =
            "'METRIC OPERATOR BOUND', such as 'auc > 0.8' or 'auc >= champion.auc - 0.005': METRIC is one"
                    + " of auc, log_loss, pr_auc, calibration, rmse, mae; OPERATOR one of >, >=, <, <=; BOUND a number, or"
                    + " champion.METRIC, plus or minus a number";

    private static final Pattern TEXT = Pattern.compile("\\s*" + METRIC + "\\s*(?:>=|<=|>|<)\\s*(?:-?" + NUMBER
            + "|champion\\." + METRIC + "(?:\\s*[+-]\\s*" + NUMBER + ")?)\\s*");

    private GateText() {}

    /** The text itself if it is a condition. */
    static Optional<String> parse(String text) {
        return TEXT.matcher(text).matches() ? Optional.of(text.strip()) : Optional.empty();
    }
}
